// What the server is told from outside, read at run time so that one build serves every place.
import "server-only";

export const apiUrl = () => (process.env.VISAVIS_API_URL || "http://127.0.0.1:8000").replace(/\/$/, "");
export const isProduction = () => process.env.VISAVIS_ENV === "production";
/** Where people reach this site, without a slash at its end. */
export const siteUrl = () => (process.env.NEXTAUTH_URL || "http://localhost:3000").replace(/\/$/, "");
