from tests.architecture.conftest import built, worlds  # noqa: F401
