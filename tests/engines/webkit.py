"""WebKitGTK's small browser on a screen that nobody sees. Its profile ends with the browser."""

import os
import subprocess
from pathlib import Path

from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.options import ArgOptions

