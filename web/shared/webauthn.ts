// Passkeys between the scheduler's JSON (WebAuthn 3) and the browser's buffers, for browsers that lack the JSON methods.
// Pure but for the two types of the browser.

type Json = Record<string, unknown>;

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (char) => char.charCodeAt(0));
}

export function toBase64Url(buffer: ArrayBuffer | Uint8Array): string {
  const bytes = buffer instanceof Uint8Array ? buffer : new Uint8Array(buffer);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

const descriptors = (list: unknown): PublicKeyCredentialDescriptor[] =>
  (Array.isArray(list) ? (list as Json[]) : []).map((each) => ({
    ...(each as unknown as PublicKeyCredentialDescriptor),
    id: fromBase64Url(String(each.id)),
  }));

/** What `navigator.credentials.create` takes. */
export function creationOptions(json: Json): PublicKeyCredentialCreationOptions {
  const user = json.user as Json;
  return {
    ...(json as unknown as PublicKeyCredentialCreationOptions),
    challenge: fromBase64Url(String(json.challenge)),
    user: { ...(user as unknown as PublicKeyCredentialUserEntity), id: fromBase64Url(String(user.id)) },
    excludeCredentials: descriptors(json.excludeCredentials),
  };
}

/** What `navigator.credentials.get` takes. */
export function requestOptions(json: Json): PublicKeyCredentialRequestOptions {
  return {
    ...(json as unknown as PublicKeyCredentialRequestOptions),
    challenge: fromBase64Url(String(json.challenge)),
    allowCredentials: descriptors(json.allowCredentials),
  };
}

/** A credential as the scheduler takes it. */
export function credentialJson(credential: PublicKeyCredential): Json {
  const answer = credential.response;
  const response: Json = { clientDataJSON: toBase64Url(answer.clientDataJSON) };
  if ("attestationObject" in answer) {
    const made = answer as AuthenticatorAttestationResponse;
    response.attestationObject = toBase64Url(made.attestationObject);
    response.transports = made.getTransports?.() ?? [];
  } else {
    const shown = answer as AuthenticatorAssertionResponse;
    response.authenticatorData = toBase64Url(shown.authenticatorData);
    response.signature = toBase64Url(shown.signature);
    response.userHandle = shown.userHandle ? toBase64Url(shown.userHandle) : null;
  }
  return {
    id: credential.id,
    rawId: toBase64Url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: {},
    response,
  };
}
