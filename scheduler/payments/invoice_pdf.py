"""An invoice as PDF: one page, in the payer's language, in Roboto (Latin, Greek, Cyrillic).

The rule kept here: the same row gives the same bytes; nothing is read but the row.
"""

import io
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from scheduler.payments.money import Money, locale_of
from scheduler.payments.tables import Invoice

PLAIN: Final = "Roboto-Regular"
BOLD: Final = "Roboto-Bold"
LEFT, RIGHT, TOP = 22 * mm, A4[0] - 22 * mm, A4[1] - 30 * mm
_LABELS: Final = {
    "en": ("Invoice", "Credit note", "Corrects invoice", "Date", "From", "To", "Service", "Amount", "Total"),
    "de": ("Rechnung", "Gutschrift", "Zu Rechnung", "Datum", "Von", "An", "Leistung", "Betrag", "Summe"),
    "fr": ("Facture", "Avoir", "Rectifie la facture", "Date", "De", "À", "Prestation", "Montant", "Total"),
    "es": ("Factura", "Abono", "Rectifica la factura", "Fecha", "De", "Para", "Servicio", "Importe", "Total"),
}


@cache
def _fonts() -> None:
    folder = resources.files("font_roboto") / "files"
    for name in (PLAIN, BOLD):
        with resources.as_file(folder / f"{name}.ttf") as file:
            pdfmetrics.registerFont(TTFont(name, str(file)))


def render(invoice: Invoice) -> bytes:
    """The PDF of an invoice or credit note. A credit note's amounts are negative."""
    _fonts()
    locale = locale_of(invoice.locale)
    title, credit, corrects, date, sender, receiver, service, amount, total = _LABELS.get(
        locale.language, _LABELS["en"]
    )
    is_credit = invoice.kind == "credit_note"
    minor = -invoice.amount_minor if is_credit else invoice.amount_minor
    money = Money(minor, invoice.currency).words(invoice.locale)
    name = f"{credit if is_credit else title} {invoice.number:06d}"
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, lang=str(locale).replace("_", "-"))
    canvas.setTitle(name)
    canvas.setAuthor(invoice.issuer_name)
    _line(canvas, TOP, name, size=18, font=BOLD)
    y = TOP - 14 * mm
    if is_credit:
        _line(canvas, y, f"{corrects} {invoice.corrects:06d}")
        y -= 7 * mm
    _line(canvas, y, f"{date}: {_day(invoice.issued_at, invoice.zone, invoice)}")
    for label, who in ((sender, invoice.issuer_name), (receiver, invoice.payer_name)):
        y -= 12 * mm
        _line(canvas, y, label, size=8)
        _line(canvas, y - 5 * mm, who, font=BOLD)
    y -= 24 * mm
    _row(canvas, y, service, amount, font=BOLD)
    for part in _wrapped(invoice.title):
        y -= 8 * mm
        _row(canvas, y, part, "")
    _row(canvas, y, "", money)
    canvas.line(LEFT, y - 4 * mm, RIGHT, y - 4 * mm)
    _row(canvas, y - 12 * mm, total, money, font=BOLD)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _day(at: datetime, zone: str, invoice: Invoice) -> str:
    """The day it was issued, where its issuer lives."""
    return str(format_date(at.astimezone(ZoneInfo(zone)).date(), "long", locale=locale_of(invoice.locale)))


def _line(canvas: Canvas, y: float, text: str, *, size: float = 10, font: str = PLAIN) -> None:
    canvas.setFont(font, size)
    canvas.drawString(LEFT, y, _fitting(text, font, size, RIGHT - LEFT))


def _row(canvas: Canvas, y: float, left: str, right: str, *, font: str = PLAIN) -> None:
    canvas.setFont(font, 10)
    canvas.drawString(LEFT, y, left)
    canvas.drawRightString(RIGHT, y, right)


def _fitting(text: str, font: str, size: float, width: float) -> str:
    while text and pdfmetrics.stringWidth(text, font, size) > width:
        text = text[:-2] + "…" if len(text) > 2 else ""
    return text


def _wrapped(text: str) -> list[str]:
    """The title in lines that leave room for the amount."""
    lines, line, width = [], "", (RIGHT - LEFT) * 0.7
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and pdfmetrics.stringWidth(longer, PLAIN, 10) > width:
            lines.append(line)
            longer = word
        line = _fitting(longer, PLAIN, 10, width)
    return [*lines, line]
