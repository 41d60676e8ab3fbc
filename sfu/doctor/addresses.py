"""What clients are told of where the node is, beside what this machine knows of its own addresses. Pure."""

import ipaddress
from collections.abc import Collection, Sequence

from sfu.doctor.findings import Finding


def look(advertised: Sequence[str], own: Collection[str], *, production: bool) -> list[Finding]:
    """A finding for each advertised address; `own`: those of this host's interfaces, loopback too."""
    return [_address(address, own, production=production) for address in advertised]


def _address(text: str, own: Collection[str], *, production: bool) -> Finding:
    name = f"address {text}"
    address = ipaddress.ip_address(text)
    if address.is_unspecified or address.is_multicast:
        return Finding(name, "failed", "nobody can send there", "VISAVIS_SFU_ADVERTISE: an address of this node")
    if address.is_loopback:
        seen = "only clients on this machine reach it"
        if production:
            return Finding(name, "failed", seen, "VISAVIS_SFU_ADVERTISE: the address that clients reach this node by")
        return Finding(name, "ok", seen)
    if text not in own:
        return Finding(
            name,
            "not checked",
            "no address of this machine's interfaces (NAT?): whether it leads here only an outside view can tell",
            "from another machine: python -m sfu doctor --dial " + text,
        )
    if address.is_link_local:
        return Finding(name, "warning", "link-local: no client can use it", "leave it out of VISAVIS_SFU_ADVERTISE")
    if address.is_private:
        seen = "an address of this machine, private: clients elsewhere do not reach it"
        advice = "behind NAT: VISAVIS_SFU_ADVERTISE=<public address>, and pass the UDP and TCP port on"
        return Finding(name, "warning" if production else "ok", seen, advice if production else "")
    return Finding(name, "ok", "an address of this machine")
