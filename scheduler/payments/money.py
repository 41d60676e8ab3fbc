"""Money: whole numbers in the currency's minor unit, never a fraction and never a float.

The rule kept here: what is split is split without losing or making a unit, and the same way every time.
"""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from babel import Locale, UnknownLocaleError

BASIS_POINTS: Final = 10_000
MAX_MINOR: Final = 10**12
"""No single amount is larger; sums stay far inside 64 bits."""

# ISO 4217, table A.1: what is in circulation, by the digits of the minor unit. (CLDR's digits differ: they follow
# what is printed on notes, HUF 0 and so on, and would misplace the point.)
_TWO: Final = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC"
    " CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR"
    " JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD"
    " NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN"
    " SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW"
)
_NONE: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE: Final = "BHD IQD JOD KWD LYD OMR TND"
EXPONENTS: Final = {
    **dict.fromkeys(_TWO.split(), 2),
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
}

# CLDR's currencySpacing, which babel leaves out: a letter of the symbol does not touch a digit.
_TOUCHING: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


class UnknownCurrencyError(ValueError):
    """Not a currency of ISO 4217 that is in circulation."""


def exponent(currency: str) -> int:
    """The digits after the point: 2 for EUR, 0 for JPY, 3 for KWD. Raises UnknownCurrencyError."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrencyError(f"{currency[:8]!r} is not a currency in circulation (ISO 4217)") from None


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of a currency. Currencies never mix: doing so is a ValueError."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.minor

    def major(self) -> Decimal:
        """The amount with its point: 1234 minor units of EUR are 12.34."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def words(self, locale: str = "en") -> str:
        """As it is written where `locale` is read; an unknown locale reads English."""
        known = locale_of(locale)
        pattern = copy.copy(known.currency_formats["standard"])
        digits = exponent(self.currency)
        pattern.frac_prec = (digits, digits)
        written = str(pattern.apply(self.major(), known, currency=self.currency, currency_digits=False))
        return _TOUCHING.sub("\N{NO-BREAK SPACE}", written)


def locale_of(name: str) -> Locale:
    """The locale of this name ("de", "pt-BR"); English when there is none."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en")


def split(minor: int, weights: Sequence[int]) -> list[int]:
    """Shares of `minor` in proportion to `weights`, which add up to it exactly (largest remainder).

    A unit that is left over goes to the largest remainder, of equal ones to the first. Negative amounts are split as
    their positive ones, negated. Raises ValueError without a positive weight.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights are not negative, and one is positive")
    sign, amount = (-1, -minor) if minor < 0 else (1, minor)
    shares = [amount * weight // total for weight in weights]
    left = amount - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(amount * weights[index] % total), index))
    for index in by_remainder[:left]:
        shares[index] += 1
    return [sign * share for share in shares]


def commission(minor: int, basis_points: int) -> int:
    """Our part of an amount; the rest is the professional's. A half unit goes to the professional."""
    if not 0 <= basis_points <= BASIS_POINTS:
        raise ValueError("a commission is 0 to 10000 basis points")
    return split(minor, (BASIS_POINTS - basis_points, basis_points))[1]


def percent(minor: int, hundredths: int) -> int:
    """That many percent of an amount, 0 to 100; a half unit is rounded down."""
    return split(minor, (100 - hundredths, hundredths))[1]
