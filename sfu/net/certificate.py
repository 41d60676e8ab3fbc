"""The node's DTLS certificate, with the one OpenSSL context that all its connections are made of.

The rule: a context keeps nothing of a connection. aiortc makes a context for each; that costs the time and memory of
a join, and a reference cycle.
"""

from aiortc.rtcdtlstransport import RTCCertificate, SRTPProtectionProfile
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL


class NodeCertificate(RTCCertificate):
    """Make it by `generateCertificate`."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, cert: x509.Certificate) -> None:
        super().__init__(key, cert)
        self._contexts: dict[tuple[bytes, ...], SSL.Context] = {}

    def _create_ssl_context(self, srtp_profiles: list[SRTPProtectionProfile]) -> SSL.Context:
        wanted = tuple(profile.openssl_profile for profile in srtp_profiles)
        context = self._contexts.get(wanted)
        if context is None:
            context = self._contexts[wanted] = super()._create_ssl_context(srtp_profiles)
            context.set_session_cache_mode(SSL.SESS_CACHE_OFF)  # nobody resumes, and OpenSSL would keep 20,000
        return context
