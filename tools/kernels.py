"""Let notebook kernels talk over sockets in a folder of their own instead of TCP ports.

Jupyter draws free ports and lets the kernel bind them a moment later; when kernels are started
side by side, or the machine is busy, another process may have taken one, and the kernel dies.
Sockets in a fresh folder cannot be taken. Importing this module is enough; pytest: `-p kernels`.
"""

import atexit
import itertools
import os
import shutil
import tempfile
from typing import Any

from jupyter_client.connect import ConnectionFileMixin

# The path of such a socket is limited to about a hundred bytes, so all names are short.
folder = tempfile.mkdtemp(prefix="lb-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
numbers = itertools.count()
write_connection_file = ConnectionFileMixin.write_connection_file


def write_with_own_sockets(manager: ConnectionFileMixin, **kwargs: Any) -> None:
    """Give the kernel that is about to start sockets that no other has."""
    manager.ip = os.path.join(folder, f"{os.getpid()}-{next(numbers)}")
    write_connection_file(manager, **kwargs)


ConnectionFileMixin.transport.default_value = "ipc"
ConnectionFileMixin.write_connection_file = write_with_own_sockets
