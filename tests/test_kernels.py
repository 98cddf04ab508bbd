"""Kernels that are started side by side share no address."""

import atexit
import json
import runpy
from pathlib import Path

import pytest
from jupyter_client import KernelManager
from jupyter_client.connect import ConnectionFileMixin

TOOL = Path(__file__).parents[1] / "tools" / "kernels.py"


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch):
    """Load the tool as pytest does; return a function that does what it leaves for the end.

    What it changes of Jupyter is put back after the test.
    """
    own = vars(ConnectionFileMixin)["write_connection_file"]
    while own.__module__ != ConnectionFileMixin.__module__:  # another test has loaded the tool
        own = own.__globals__["write_connection_file"]
    transport = ConnectionFileMixin.transport
    monkeypatch.setattr(ConnectionFileMixin, "write_connection_file", own)
    monkeypatch.setattr(transport, "default_value", transport.default_value)
    left = []
    monkeypatch.setattr(atexit, "register", lambda *what, **named: left.append((what, named)))
    runpy.run_path(str(TOOL))

    def end() -> None:
        for (function, *arguments), named in left:
            function(*arguments, **named)

    yield end
    end()


def connection(file: Path) -> dict:
    """Return what a kernel that is about to start is told."""
    manager = KernelManager(connection_file=str(file))
    manager.write_connection_file()
    return json.loads(file.read_text())


def test_each_has_sockets_of_its_own_in_a_folder_that_is_there(ended, tmp_path: Path) -> None:
    one, two = (connection(tmp_path / f"{name}.json") for name in ("one", "two"))
    assert one["transport"] == two["transport"] == "ipc"
    assert one["ip"] != two["ip"]
    for told in (one, two):
        folder = Path(told["ip"]).parent
        assert folder.is_dir()
        assert len(f"{told['ip']}-{told['shell_port']}") < 100  # the system's limit is 108
    assert Path(one["ip"]).parent == Path(two["ip"]).parent


def test_the_folder_is_gone_when_the_process_ends(ended, tmp_path: Path) -> None:
    folder = Path(connection(tmp_path / "one.json")["ip"]).parent
    (folder / "socket").write_text("")  # as a kernel that was killed leaves one
    ended()
    assert not folder.exists()
    ended()  # and where it is gone already nothing is said
