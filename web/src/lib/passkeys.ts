// The browser's passkeys: asked for and made by the scheduler's options.
import { creationOptions, credentialJson, requestOptions } from "@shared/webauthn";
import { call } from "./api";

type Options = { options: Record<string, unknown> };

/** The person closed the browser's dialog, or it timed out: nothing to complain about. */
export const gaveUp = (error: unknown) =>
  error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");

/** What a passkey of this device answers to a fresh challenge. Throws DOMException when there is none or none is given. */
export async function askPasskey(): Promise<Record<string, unknown>> {
  const { options } = await call<Options>("POST", "/auth/passkey/begin", { body: {} });
  const found = await navigator.credentials.get({ publicKey: requestOptions(options) });
  if (!(found instanceof PublicKeyCredential)) throw new DOMException("no passkey", "NotAllowedError");
  return credentialJson(found);
}

/** A new passkey, made for these options. Throws DOMException as `askPasskey` does. */
export async function makePasskey({ options }: Options): Promise<Record<string, unknown>> {
  const made = await navigator.credentials.create({ publicKey: creationOptions(options) });
  if (!(made instanceof PublicKeyCredential)) throw new DOMException("no passkey", "NotAllowedError");
  return credentialJson(made);
}
