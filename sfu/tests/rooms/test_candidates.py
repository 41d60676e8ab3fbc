"""Where clients are told to send: UDP first, then TCP, for every advertised address."""

from aioice.candidate import candidate_priority

from sfu.rooms.node import Node, NodeSettings


async def test_every_address_is_offered_by_udp_and_tcp_in_the_order_of_preference() -> None:
    node = Node(NodeSettings("n", ["192.0.2.1", "2001:db8::1"]))
    node.udp_port, node.tcp_port = 7882, 7881
    found = [(c.protocol, c.address, c.port, c.tcp_type) for c in node.candidates]
    assert found == [
        ("udp", "192.0.2.1", 7882, None),
        ("udp", "2001:db8::1", 7882, None),
        ("tcp", "192.0.2.1", 7881, "passive"),
        ("tcp", "2001:db8::1", 7881, "passive"),
    ]
    assert node.candidates[0].priority == candidate_priority(1, "host")
    assert len({c.foundation for c in node.candidates}) == 4


async def test_tcp_is_not_offered_when_off_nor_udp_when_told_so() -> None:
    node = Node(NodeSettings("n", ["192.0.2.1"]))
    node.udp_port = 7882
    assert [c.protocol for c in node.candidates] == ["udp"]
    node = Node(NodeSettings("n", ["192.0.2.1"], advertise_udp=False))
    node.udp_port, node.tcp_port = 7882, 7881
    assert [c.protocol for c in node.candidates] == ["tcp"]
