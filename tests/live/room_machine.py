"""A session that is led at random: rules are what people do, invariants what must hold after each of it."""

from .room_answering import Answering
from .room_people import People
from .room_promises import Promises


class RoomMachine(People, Answering, Promises):
    """After each rule the database must be what the model says."""
