"""Letters by SMTP, and the address under which people find us from outside."""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from typing import Any

from flask import current_app, request, url_for

from rodzina.config import Mail, Settings

log = logging.getLogger("rodzina")
PATIENCE = 10  # seconds
SMTP_OVER_TLS = 465


def settings() -> Settings:
    held: Settings = current_app.config["RODZINA"]
    return held


def can_send() -> bool:
    return bool(settings().mail.host)


def outside_url(endpoint: str, **values: Any) -> str:
    """An address for a letter. The name comes from the settings: a request may lie about it."""
    path = url_for(endpoint, **values)
    public = settings().public_host
    if settings().https:
        return f"https://{public}{path}"
    ours = request.host if is_loopback(request.host.rpartition(":")[0] or request.host) else public
    return f"http://{ours}{path}"


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def send(mail: Mail, to: str, subject: str, text: str) -> bool:
    """Hands one letter over to the mail server; False when that did not work."""
    letter = EmailMessage()
    letter["From"] = mail.sender or mail.user
    letter["To"] = to
    letter["Subject"] = subject
    letter["Date"] = formatdate()
    letter["Message-ID"] = make_msgid(domain=letter["From"].rpartition("@")[2] or None)
    letter.set_content(text)
    try:
        with connection(mail) as server:
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as problem:
        # The kind alone: the rest would name the person.
        log.warning("a letter could not be sent: %s", type(problem).__name__)
        return False
    return True


def connection(mail: Mail) -> smtplib.SMTP:
    """A connection under TLS; a password never travels without it, except to this computer."""
    context = ssl.create_default_context()
    if mail.port == SMTP_OVER_TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            mail.host, mail.port, timeout=PATIENCE, context=context
        )
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=context)
        elif mail.user and not is_loopback(mail.host):
            server.close()
            raise smtplib.SMTPNotSupportedError("the mail server offers no TLS")
    if mail.user:
        server.login(mail.user, mail.password)
    return server
