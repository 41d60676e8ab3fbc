// What search engines may read: what needs no account.
import type { MetadataRoute } from "next";
import { siteUrl } from "@/lib/env";

export const dynamic = "force-dynamic";

export default function robots(): MetadataRoute.Robots {
  return {
    rules: { userAgent: "*", allow: ["/", "/api/v1/professionals/"], disallow: ["/as/", "/api/", "/dev/"] },
    sitemap: `${siteUrl()}/sitemap.xml`,
  };
}
