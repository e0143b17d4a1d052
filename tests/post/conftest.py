"""What the tests of post may ask for."""

from tests.post.scene import one_text  # noqa: F401 - a fixture for every test that asks for it
