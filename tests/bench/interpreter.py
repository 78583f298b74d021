"""Name a Python and how it was built, because an optimised build runs newsgen up to a third faster than a plain one."""

import json
import subprocess

from measure import RunError

VARIABLES = ("CONFIG_ARGS", "PY_CORE_CFLAGS", "PY_CORE_LDFLAGS", "PGO_PROF_GEN_FLAG", "PGO_PROF_USE_FLAG")
OPTIMISED = ("--enable-optimizations", "-fprofile-use", "-fprofile-instr-use")
LINKED = ("--with-lto", "-flto")
PROBE = f"""
import json, platform, sysconfig
print(json.dumps([platform.python_version(), {{name: sysconfig.get_config_var(name) or "" for name in {VARIABLES}}}]))
"""


def describe(python):
    """Return the version of the interpreter *python* and how it was built; raise RunError if it does not run."""
    try:
        ran = subprocess.run([python, "-c", PROBE], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise RunError(f"{python} does not run: {error}") from None
    version, variables = json.loads(ran.stdout)
    return f"Python {version}, {build_of(variables)}"


def build_of(variables):
    """Return how an interpreter was built, from its configuration *variables*, in words."""
    used = " ".join(variables[name] for name in ("CONFIG_ARGS", "PY_CORE_CFLAGS", "PY_CORE_LDFLAGS"))
    # Debian and conda optimise without the option of `configure`, and then remove the flag from the Makefile that they
    # install. Elsewhere the Makefile names the flag, whether it was used or not.
    removed = bool(variables["PGO_PROF_GEN_FLAG"]) and not variables["PGO_PROF_USE_FLAG"]
    profiled = removed or any(sign in used for sign in OPTIMISED)
    linked = any(sign in used for sign in LINKED)
    found = " and ".join([*["PGO"] * profiled, *["LTO"] * linked])
    return f"an optimised build ({found})" if profiled else "a build that is NOT optimised (no PGO)"
