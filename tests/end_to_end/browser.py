"""Chromium without a screen, driven over a pipe by its DevTools protocol: no package of Python's is needed."""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Browser:
    """One page at a time; what it writes to its console and asks of any network is kept."""

    def __init__(self, width=1200, height=900):
        if not PROGRAM:
            raise RuntimeError("chromium is missing: tools/setup --check installs it")
        self.profile = tempfile.TemporaryDirectory(prefix="foresight-browser-", ignore_cleanup_errors=True)
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        # The protocol wants its ends as 3 and 4; a shell puts them there, whatever numbers they have here.
        command = f'exec 3<&{to_browser} 4>&{from_browser} && exec "$0" "$@"'
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                 "--disable-dev-shm-usage", "--disable-background-networking", f"--user-data-dir={self.profile.name}",
                 "--remote-debugging-pipe", "about:blank"]
        self._process = subprocess.Popen(["bash", "-c", command, PROGRAM, *flags], pass_fds=(to_browser, from_browser),
                                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self._received, self._number, self.said, self.asked = b"", 0, [], []
        pages = [one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        self._session = self.call("Target.attachToTarget", targetId=pages[0]["targetId"], flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.resize(width, height)

    _session = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        os.close(self._write)
        os.close(self._read)
        self.profile.cleanup()

    def _message(self):
        while b"\0" not in self._received:
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise RuntimeError("chromium has gone: it may lack memory, or its own libraries")
            self._received += piece
        message, self._received = self._received.split(b"\0", 1)
        message = json.loads(message)
        what, about = message.get("method"), message.get("params", {})
        if what == "Runtime.exceptionThrown":
            self.said.append(json.dumps(about["exceptionDetails"]))
        elif what == "Runtime.consoleAPICalled":
            self.said.append(json.dumps(about["args"]))
        elif what == "Log.entryAdded":
            self.said.append(about["entry"]["text"])
        elif what == "Network.requestWillBeSent":
            self.asked.append(about["request"]["url"])
        return message

    def call(self, method, **parameters):
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._message()).get("id") != self._number:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def resize(self, width, height=900):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                  mobile=width < 600)

    def open(self, file):
        self.said.clear()
        self.asked.clear()
        self.call("Page.navigate", url=file.resolve().as_uri())
        until = time.monotonic() + 60
        while self.ask("document.readyState") != "complete":
            if time.monotonic() > until:
                raise RuntimeError(f"{file} does not load")
            time.sleep(0.05)

    def ask(self, expression):
        """The value of an expression of JavaScript in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def press(self, key):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key)

    def picture(self, top, width, height):
        clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
        return base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)["data"])

    def pdf(self):
        return base64.b64decode(self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"])
