"""A worker never takes half a message from the filesystem broker."""

import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import filesystem

from vroegsignalering.whole_messages import Channel, Transport

MESSAGES = 400


def channel_of(transport: type[filesystem.Transport], folder: Path) -> filesystem.Channel:
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder / "c"),
    }
    connection = Connection("filesystem://", transport=transport, transport_options=options)
    return connection.channel()


def take_all(reader: filesystem.Channel, done: threading.Event, taken: list[dict[str, int]]) -> None:
    while True:
        all_written = done.is_set()
        try:
            taken.append(reader._get("celery"))
        except Empty:
            if all_written:
                return


def test_every_message_arrives_whole_and_once(tmp_path: Path) -> None:
    writer, reader = channel_of(Transport, tmp_path), channel_of(Transport, tmp_path)
    taken: list[dict[str, int]] = []
    done = threading.Event()
    thread = threading.Thread(target=take_all, args=(reader, done, taken))
    thread.start()
    for number in range(MESSAGES):
        writer._put("celery", {"number": number})
    done.set()
    thread.join()
    assert sorted(message["number"] for message in taken) == list(range(MESSAGES))


def test_a_message_has_no_name_before_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault of the transport this one stands on: the name is there while the file is empty."""
    seen: dict[type, list[str]] = {filesystem.Channel: [], Channel: []}
    for transport, kind in ((filesystem.Transport, filesystem.Channel), (Transport, Channel)):
        folder = tmp_path / kind.__module__
        folder.mkdir()
        channel = channel_of(transport, folder)

        def looking(payload: object, folder: Path = folder, kind: type = kind) -> str:
            seen[kind] = [path.name for path in folder.glob("*.msg")]
            return "{}"

        monkeypatch.setattr(f"{kind.__module__}.dumps", looking)
        channel._put("celery", {})
    assert len(seen[filesystem.Channel]) == 1
    assert seen[Channel] == []
