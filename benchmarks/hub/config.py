"""The configuration of the hub that is measured: everybody may log in, and servers are processes of this machine.

Never for real students: these have no password, and could read each other's files.
"""

import os
import shutil
import sys
from pathlib import Path

from traitlets.config import get_config

from cgraph_lib.workbook import renew

FOLDER, PORT, TOKEN = (os.environ[f"HUB_{name}"] for name in ("FOLDER", "PORT", "TOKEN"))

c = get_config()
c.JupyterHub.bind_url = f"http://127.0.0.1:{PORT}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{int(PORT) + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{int(PORT) + 2}"
c.ConfigurableHTTPProxy.command = ["node", str(Path(sys.prefix) / "node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = f"{FOLDER}/proxy.pid"
c.JupyterHub.db_url = f"sqlite:///{FOLDER}/hub.sqlite"
c.JupyterHub.cookie_secret_file = f"{FOLDER}/cookie_secret"
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.services = [{"name": "class", "api_token": TOKEN}]
c.JupyterHub.load_roles = [
    {"name": "class", "services": ["class"], "scopes": ["admin:users", "admin:servers", "access:servers"]}
]
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = f"{FOLDER}/homes/{{username}}"
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--LabApp.expose_app_in_browser=True"]  # for the students who sit at a browser
if os.getuid() == 0:
    c.Spawner.args.append("--allow-root")
# All begin in the same second, which a real class never does; so all may wait.
c.Spawner.start_timeout = c.Spawner.http_timeout = 600
c.JupyterHub.tornado_settings = {"slow_spawn_timeout": 0}

(Path(FOLDER) / "homes").mkdir()
renew(Path(__file__).parents[2] / "notebooks", Path(FOLDER) / "workbook")


def hand_out(spawner):
    """Give a student copies of the notebooks, as nbgitpuller and `make workbook` do."""
    shutil.copytree(f"{FOLDER}/workbook", f"{FOLDER}/homes/{spawner.user.name}/workbook")


c.Spawner.pre_spawn_hook = hand_out
