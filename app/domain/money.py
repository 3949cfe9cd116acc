"""Money: an exact amount that keeps its currency."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.errors import InvalidInput

SCALE = 4
"""Decimal places that are kept. ISO 4217 needs at most four."""

UNITS = 10**SCALE
"""Units of a currency: amounts are stored as whole numbers of them."""

LARGEST = Decimal(10) ** 14
"""Amounts reach this at most, so that sums of millions of them still fit a 64-bit column."""


_DECIMALS = {
    **dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def decimals_of(currency: str) -> int:
    """How many decimal places a currency has (ISO 4217)."""
    return _DECIMALS.get(currency, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code, upper case).

    Raises InvalidInput on a negative, infinite or too large amount, more decimals than the currency has, or
    a code that is not three letters. Where nobody wrote the currency it `is_assumed`: the record it is of may
    know better.
    """

    amount: Decimal
    currency: str
    is_assumed: bool = field(default=False, compare=False, kw_only=True)

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount < 0:
            raise InvalidInput(amount="amount_negative")
        if self.amount > LARGEST:
            raise InvalidInput(amount="amount_too_large")
        if self.amount != self.amount.quantize(Decimal(1).scaleb(-decimals_of(self.currency))):
            raise InvalidInput(amount="amount_too_fine")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise InvalidInput(currency="currency_unknown")

    def beside(self, *others: Money | None) -> Money:
        """This amount in the currency of the first of several others where its own was assumed; see Money."""
        if not self.is_assumed:
            return self
        known = next((one for one in others if one is not None and not one.is_assumed), self)
        return Money(self.amount, known.currency)


def from_units(units: int) -> Decimal:
    """An amount with two decimals, more only where they are not zero."""
    exact: Decimal = Decimal(units) / UNITS
    short = exact.quantize(_CENT)
    return short if short == exact else exact.normalize()


_CENT = Decimal("0.01")
