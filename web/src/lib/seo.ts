// What search engines are told of a professional's page: schema.org's words, as JSON-LD.
// The rule kept here: nothing is said that the page itself does not show.
import type { Professional } from "@shared/types";
import { plainPrice } from "@shared/money";

/** A ProfessionalService with its offers and its rating; `site`: where the pages are. */
export function jsonLd(person: Professional, site: string): Record<string, unknown> {
  const url = `${site}/p/${person.slug}`;
  return {
    "@context": "https://schema.org",
    "@type": "ProfessionalService",
    "@id": url,
    url,
    name: person.name,
    description: person.headline,
    ...(person.photo && { image: site + person.photo.large }),
    ...(person.languages.length && { knowsLanguage: person.languages }),
    ...(person.skills.length && { knowsAbout: person.skills }),
    ...(person.rating && {
      aggregateRating: {
        "@type": "AggregateRating",
        ratingValue: person.rating.average,
        reviewCount: person.rating.count,
        bestRating: 5,
        worstRating: 1,
      },
    }),
    makesOffer: person.services.map((service) => ({
      "@type": "Offer",
      price: plainPrice(service.price_minor, service.currency),
      priceCurrency: service.currency,
      url: `${url}?service=${service.id}`,
      itemOffered: { "@type": "Service", name: service.title },
    })),
  };
}

/** The same as the text of a script element: nothing in it can end the element. */
export const asScript = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c");
