"""The one part that pyproject.toml cannot say: the optional C extension of the packet path."""

from setuptools import setup

setup(cffi_modules=["sfu/net/kernel_build.py:ffi"])
