"""A Dask cluster that is none."""

import socket
import threading

import pytest

from plangaps import workers


@pytest.fixture
def peer(monkeypatch):
    """Addresses of peers that answer each caller with the same bytes."""
    monkeypatch.setattr(workers, "_PATIENCE", 0.3)
    open_: list[socket.socket] = []

    def listen(answer: bytes) -> str:
        server = socket.create_server(("127.0.0.1", 0))
        open_.append(server)

        def serve() -> None:
            while True:
                try:
                    caller, _ = server.accept()
                    open_.append(caller)
                    caller.sendall(answer)
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        return f"127.0.0.1:{server.getsockname()[1]}"

    yield listen
    for one in open_:
        one.close()


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n" * 99, bytes(5_000)])
@pytest.mark.parametrize("protocol", ["tcp", "tls"])
def test_a_silent_or_wrong_peer_ends_in_one_sentence(peer, answer, protocol, capfd):
    address = f"{protocol}://{peer(answer)}"
    with pytest.raises(ValueError, match=f"^cluster: found '{address}', which does not answer"):
        workers.workers(address).__enter__()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:1", "ucx://127.0.0.1:1", "smoke://x", "tcp://127.0.0.1", ""]
)
def test_an_address_of_no_scheduler_ends_in_one_sentence(address, peer):
    with pytest.raises(ValueError, match=f"^cluster: found '{address}', which does not answer"):
        workers.workers(address).__enter__()
