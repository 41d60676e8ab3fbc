"""A real coturn on loopback, for tests that want a relay: Debian's package, brought by `deploy/setup.sh media`.

Its certificate is made for the test, and nobody trusts it but who is told of `authority`.
"""

import asyncio
import contextlib
import ipaddress
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

SECRET = "secret-that-coturn-and-the-node-share"

needs_coturn = pytest.mark.skipif(
    shutil.which("turnserver") is None, reason="coturn is not installed: deploy/setup.sh media"
)


@dataclass
class Coturn:
    """Where it listens: by UDP and TCP, by TLS; `log` is all it said; `authority`: a file (PEM) to trust it by."""

    port: int
    port_tls: int
    authority: Path
    log: list[str]

    @property
    def url(self) -> str:
        return f"turn:127.0.0.1:{self.port}?transport=udp"

    @property
    def url_tcp(self) -> str:
        return f"turn:127.0.0.1:{self.port}?transport=tcp"

    @property
    def url_tls(self) -> str:
        return f"turns:127.0.0.1:{self.port_tls}"

    async def says(self, words: str) -> str:
        """Waits for a line of its log that has these words."""
        async with asyncio.timeout(10):
            while True:
                for line in self.log:
                    if words in line:
                        return line
                await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def coturn(secret: str = SECRET) -> AsyncIterator[Coturn]:
    """Runs `turnserver` with time-limited credentials, as deploy/README.md says, but on loopback."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.create_server(("127.0.0.1", 0)) as probe,
        socket.create_server(("127.0.0.1", 0)) as other,
    ):
        port, port_tls = probe.getsockname()[1], other.getsockname()[1]
        probe.close()
        other.close()
        certificate, key = Path(folder, "certificate.pem"), Path(folder, "key.pem")
        _certify(certificate, key)
        config = Path(folder, "turnserver.conf")
        config.write_text(
            f"listening-ip=127.0.0.1\nlistening-port={port}\nrelay-ip=127.0.0.1\nallow-loopback-peers\n"
            f"use-auth-secret\nstatic-auth-secret={secret}\nrealm=visavis\nno-cli\nno-dtls\nverbose\n"
            f"tls-listening-port={port_tls}\ncert={certificate}\npkey={key}\n"
            f"log-file=stdout\npidfile={folder}/pid\nuserdb={folder}/db\n"
        )
        process = await asyncio.create_subprocess_exec(
            "turnserver", "-c", str(config), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        assert process.stdout is not None
        log: list[str] = []
        reading = asyncio.create_task(_read(process.stdout, log))
        try:
            async with asyncio.timeout(20):
                while not (await _answers(port) and await _answers(port_tls)):
                    assert process.returncode is None, "coturn ended:\n" + "".join(log)
                    await asyncio.sleep(0.05)
            yield Coturn(port, port_tls, certificate, log)
        finally:
            if process.returncode is None:
                process.terminate()
            await asyncio.wait_for(process.wait(), 10)
            await reading


def _certify(certificate: Path, key: Path) -> None:
    """One for 127.0.0.1, signed by itself, good for a day."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay of a test")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(private, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


async def _read(stream: asyncio.StreamReader, log: list[str]) -> None:
    while line := await stream.readline():
        log.append(line.decode(errors="replace"))


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
