"""The root of the command line; every module of this package with a `group` is a noun."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Any

import click
from django.conf import settings
from django.utils import translation

from zhiheng.core.errors import PersonError
from zhiheng.office.cli.errors import tell
from zhiheng.office.cli.home import prepare_home


class Nouns(click.Group):
    """Finds its nouns by walking the package and turns people's errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all nouns."""
        package = importlib.import_module("zhiheng.office.cli")
        modules = (found.name for found in pkgutil.iter_modules(package.__path__))
        return sorted(
            name
            for module in modules
            if (name := _name_of(importlib.import_module(f"{package.__name__}.{module}")))
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the noun's commands; only the module of that name is loaded."""
        package = importlib.import_module("zhiheng.office.cli")
        name = cmd_name.replace("-", "_")
        if name not in {found.name for found in pkgutil.iter_modules(package.__path__)}:
            return None
        module = importlib.import_module(f"{package.__name__}.{name}")
        command: click.Command | None = getattr(module, "group", None)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; tell what a person did wrong without a traceback."""
        try:
            return super().invoke(ctx)
        except PersonError as error:
            sys.exit(tell(error, translation.get_language() or "zh"))


@click.group(cls=Nouns, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(settings.VERSION, prog_name="zhiheng")
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of messages and headings.",
)
@click.pass_context
def root(ctx: click.Context, lang: str) -> None:
    """Zhiheng (知衡): the platform on which a city protects and uses intellectual property.

    All data lie in ZHIHENG_HOME. Commands act as the system's account; what they do is on the
    ledger.

    \b
    Exit codes: 0 done, 1 bug, 2 wrong usage, 3 unusable input, 4 not found, 5 forbidden,
    6 conflict, 7 storage, 130 interrupted.

    Example: zhiheng indicator show valid-invention-patents --as-of 2025-12-31
    """
    # Given back at the end: a command may be called by a process that goes on in another language.
    ctx.with_resource(translation.override("en" if lang == "en" else "zh-hans"))
    prepare_home()


def _name_of(module: Any) -> str:
    found = getattr(module, "group", None)
    return str(found.name) if isinstance(found, click.Command) else ""
