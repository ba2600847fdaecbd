"""What a release consists of, and the workflows that make it."""

import json
import os
import platform
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
import zipfile
from pathlib import Path

import hcl2
import yaml
from samtranslator.yaml_helper import yaml_parse

from stack import ROOT, template
from test_install import executable, package

THIS_ARCHITECTURE = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
RUNBOOK = "https://github.com/me/relay/blob/v1.2.3/infra/RUNBOOK.md"
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def run(*command, expect=0, **environment):
    done = subprocess.run([str(part) for part in command], cwd=ROOT, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env={**os.environ, **environment})
    assert done.returncode == expect, f"{command} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


class WithFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class WithRelease(WithFolder):
    def setUp(self):
        super().setUp()
        run(sys.executable, "infra/make-release", "--version", "v1.2.3", "--repository", "me/relay",
            "--folder", self.folder)
        with zipfile.ZipFile(self.folder / "gong-relay-v1.2.3.zip") as kit:
            kit.extractall(self.folder)
            self.modes = {entry.filename: entry.external_attr >> 16 for entry in kit.infolist()}
        self.kit = self.folder / "gong-relay-v1.2.3"


class KitTest(WithRelease):
    def test_has_every_file_that_its_documents_link_to(self):
        pages = list(self.kit.rglob("*.md"))
        self.assertGreater(len(pages), 10)
        for page in pages:
            for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
                if not link.startswith(("http:", "https:")):
                    with self.subTest(page=page.name, link=link):
                        self.assertTrue((page.parent / link).exists())

    def test_has_what_installs_and_nothing_that_builds(self):
        for name in ("template.yaml", "samconfig.toml", "infra/install", "infra/doctor", "infra/checks.sh",
                     "infra/connect-bucket", "infra/redrive", "infra/check-executable", "infra/terraform/main.tf",
                     "infra/pipeline.yaml", "infra/RUNBOOK.md", "docs/operations.md", "LICENSE"):
            self.assertTrue((self.kit / name).is_file(), name)
        for name in ("pom.xml", "src", "infra/test", "infra/check", ".github"):
            self.assertFalse((self.kit / name).exists(), name)

    def test_scripts_can_be_run(self):
        for script in ("install", "doctor", "connect-bucket", "redrive"):
            self.assertEqual(stat.S_IMODE(self.modes[f"gong-relay-v1.2.3/infra/{script}"]), 0o755)

    def test_knows_which_release_it_installs(self):
        output = run("bash", self.kit / "infra/install", "--release", "v1.2.4", "--dry-run", expect=2)

        self.assertIn("these files belong to the release v1.2.3", output)

    def test_links_alarms_to_the_runbook_of_the_release(self):
        kit = yaml_parse((self.kit / "template.yaml").read_text())

        self.assertEqual(kit["Parameters"]["RunbookUrl"]["Default"], RUNBOOK)

    def test_is_the_same_each_time(self):
        again = self.folder / "again"
        run(sys.executable, "infra/make-release", "--version", "v1.2.3", "--repository", "me/relay", "--folder", again)

        for name in ("gong-relay-v1.2.3.zip", "gong-relay-sar-template.yaml"):
            self.assertEqual((again / name).read_bytes(), (self.folder / name).read_bytes())


class SarTest(WithRelease):
    """The template for the Serverless Application Repository, which has to be small."""

    def test_means_what_the_template_means(self):
        small = yaml_parse((self.folder / "gong-relay-sar-template.yaml").read_text())
        whole = template()
        application = small["Metadata"].pop("AWS::ServerlessRepo::Application")
        del whole["Metadata"]["AWS::CloudFormation::Interface"], whole["Metadata"]["cfn-lint"]
        whole["Parameters"]["RunbookUrl"]["Default"] = RUNBOOK
        for parameter in whole["Parameters"].values():
            parameter.pop("ConstraintDescription", None)
        for output in whole["Outputs"].values():
            del output["Description"]
        for resource in whole["Resources"].values():
            resource.pop("Metadata", None)
        bodies = [document["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"].pop(0)
                  for document in (small, whole)]

        self.assertEqual(application["SemanticVersion"], "1.2.3")
        self.assertEqual(small, whole)
        shown, all_widgets = [dashboard(body)["widgets"] for body in bodies]
        self.assertEqual(shown, [widget for widget in all_widgets if widget["y"] < 21])
        self.assertEqual(re.findall(r"\$\{\w+Metrics?\}", bodies[0]), re.findall(r"\$\{\w+Metrics?\}", bodies[1]))

    def test_is_below_the_limit_in_bytes(self):
        self.assertLess((self.folder / "gong-relay-sar-template.yaml").stat().st_size, 51_200)

    def test_refuses_a_version_that_is_none(self):
        run(sys.executable, "infra/make-release", "--version", "main", "--repository", "me/relay",
            "--folder", self.folder, expect=1)


def dashboard(body):
    """The dashboard, without what stands for several of its parts."""
    return json.loads(re.sub(r"\$\{\w+Metrics?\}", "0", body.replace("${DiscardedAlarmArn}", "")))


class ExecutableTest(WithFolder):
    BASH = shutil.which("bash")

    def test_tells_architecture_and_c_library_of_an_executable(self):
        output = run("infra/check-executable", self.BASH, "--glibc", "99")

        self.assertRegex(output, rf"{THIS_ARCHITECTURE}, needs glibc 2\.\d+")

    def test_refuses_a_newer_c_library_and_another_architecture(self):
        other = next(name for name in ("arm64", "x86_64") if name != THIS_ARCHITECTURE)

        self.assertIn("but Lambda has only 2.1",
                      run("infra/check-executable", self.BASH, "--glibc", "2.1", expect=1))
        self.assertIn(f"not for {other}",
                      run("infra/check-executable", self.BASH, "--glibc", "99", "--architecture", other, expect=1))

    def test_looks_into_a_package_and_at_libraries_inside_the_executable(self):
        fits = package(self.folder / "fits.zip", content=executable("arm64", b"GLIBC_2.34\0GLIBC_2.4\0"))
        newer = package(self.folder / "newer.zip", content=executable("arm64", b"GLIBC_2.34\0 inside: GLIBC_2.35\0"))

        self.assertIn("arm64, needs glibc 2.34",
                      run("infra/check-executable", fits, "--architecture", "arm64"))
        self.assertIn("needs glibc 2.35",
                      run("infra/check-executable", newer, "--architecture", "arm64", expect=1))

    def test_looks_at_the_library_beside_the_executable(self):
        other = package(self.folder / "other.zip", library=executable("x86_64"))
        newer = package(self.folder / "newer.zip", library=executable("arm64", b"\0GLIBC_2.35\0"))
        without = self.folder / "without.zip"
        with zipfile.ZipFile(package(self.folder / "with.zip")) as whole, zipfile.ZipFile(without, "w") as part:
            part.writestr(whole.getinfo("bootstrap"), whole.read("bootstrap"))

        for zip_file, problem in ((other, "libnetty_tcnative_linux_any.so is for x86_64, not for arm64"),
                                  (newer, "libnetty_tcnative_linux_any.so needs glibc 2.35"),
                                  (without, "has no libnetty_tcnative_linux_*.so beside bootstrap")):
            self.assertIn(problem, run("infra/check-executable", zip_file, "--architecture", "arm64", expect=1))

    def test_refuses_what_is_no_executable(self):
        java = package(self.folder / "java.zip", "lib/netty.jar")

        self.assertIn("not an ELF executable", run("infra/check-executable", ROOT / "infra/check", expect=1))
        self.assertIn("not a native package", run("infra/check-executable", java, expect=1))


class TestNativeTest(WithFolder):
    def test_starts_maven_in_the_image_on_the_executable_of_the_package(self):
        command = self.started_in_the_image()

        self.assertIn("amazon/aws-lambda-provided:al2023", command)
        self.assertIn("-Dit.test=NativeRelayIT", command)
        self.assertFalse([part for part in command if part.startswith("-Drelay.emulator")])

    def test_starts_the_executable_by_the_emulator_of_the_image(self):
        command = self.started_in_the_image("--emulator")

        self.assertIn("-Dit.test=NativeRelayIT", command)
        self.assertIn("-Drelay.emulator=/usr/local/bin/aws-lambda-rie", command)

    def started_in_the_image(self, *options):
        """The command that would run in the image."""
        docker = self.folder / "docker"
        # Runs what would run in the image here, only that Maven just tells its version.
        docker.write_text('''#!/usr/bin/env bash
printf '%s\\n' "$@" >"$RECORD"
while [ "$1" != --entrypoint ]; do shift; done
java=$2
shift 3
arguments=()
for argument in "$@"; do
    [ "$argument" != --batch-mode ] || break
    arguments+=("$argument")
done
exec "$java" "${arguments[@]}" --version
''')
        docker.chmod(0o755)
        java = Path(shutil.which("java")).resolve().parents[1]
        zip_file = package(self.folder / "function.zip", content=executable("x86_64", b"it"))

        output = run("infra/test-native", zip_file, *options, JAVA_HOME=str(java), RECORD=str(self.folder / "record"),
                     PATH=f"{self.folder}:{os.environ['PATH']}")

        command = (self.folder / "record").read_text().splitlines()
        bootstrap = next(part for part in command if part.startswith("-Drelay.bootstrap=")).split("=", 1)[1]
        self.assertIn("Apache Maven", output)
        self.assertEqual(Path(bootstrap).read_bytes(), executable("x86_64", b"it"))
        self.assertTrue(os.access(bootstrap, os.X_OK))
        self.assertTrue((Path(bootstrap).parent / "libnetty_tcnative_linux_any.so").is_file())
        shutil.rmtree(Path(bootstrap).parent)
        return command


class ComparePackagesTest(WithFolder):
    def archive(self, name, **entries):
        with zipfile.ZipFile(self.folder / name, "w") as file:
            for entry, content in entries.items():
                file.writestr(entry, content)
        return self.folder / name

    def test_ignores_order_and_what_quarkus_generates(self):
        generated = "io/quarkus/runner/recorded/X.class"
        one = self.archive("one", **{"a.class": "a", "b.class": "b", generated: "1"})
        other = self.archive("other", **{generated: "2", "b.class": "b", "a.class": "a"})

        self.assertIn("2 entries are the same, 1 that Quarkus generates differ, 0 problems",
                      run("infra/compare-packages", one, other))

    def test_names_what_differs_or_is_missing(self):
        one = self.archive("one", **{"a.class": "a", "b.class": "b"})
        other = self.archive("other", **{"a.class": "A", "c.class": "c"})

        output = run("infra/compare-packages", one, other, expect=1)

        for problem in ("differs: a.class", "one: b.class", "other: c.class", "3 problems"):
            self.assertIn(problem, output)


class WorkflowsTest(unittest.TestCase):
    def test_pin_every_action_by_commit(self):
        used = [(path.name, line.strip()) for path in WORKFLOWS for line in path.read_text().splitlines()
                if re.match(r"\s*-? *uses:", line)]
        self.assertGreater(len(used), 10)
        for name, line in used:
            with self.subTest(name):
                self.assertRegex(line, r"uses: (\./\.github/workflows/|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)")

    def test_the_release_uses_no_cache_and_keeps_no_credentials(self):
        for name in ("release.yml", "package.yml"):
            text = (ROOT / ".github/workflows" / name).read_text()
            self.assertNotIn("cache:", text)
            self.assertEqual(text.count("actions/checkout@"), text.count("persist-credentials: false"))

    def test_the_release_starts_the_native_packages_and_takes_them_from_there(self):
        package_workflow = yaml.safe_load((ROOT / ".github/workflows/package.yml").read_text())
        steps = [step.get("run", step.get("uses")) for step in package_workflow["jobs"]["native"]["steps"]]
        uploaded = max(i for i, step in enumerate(steps) if "upload-artifact" in step)
        for script in ("infra/check-executable", "infra/test-native"):
            self.assertLess(next(i for i, step in enumerate(steps) if step.startswith(script)), uploaded)
        tests = [step for step in steps[:uploaded] if step.startswith("infra/test-native")]
        self.assertEqual([step.endswith(" --emulator") for step in tests], [False, True])
        release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
        self.assertEqual(release["jobs"]["package"]["uses"], "./.github/workflows/package.yml")
        self.assertEqual(release["jobs"]["release"]["needs"], ["check", "package"])


class TerraformTest(unittest.TestCase):
    def setUp(self):
        self.module = {}
        for path in sorted((ROOT / "infra/terraform").glob("*.tf")):
            with open(path) as file:
                for kind, blocks in hcl2.load(file).items():
                    self.module.setdefault(kind, []).extend(blocks)

    def test_sets_only_parameters_and_reads_only_outputs_of_the_template(self):
        text = "".join(path.read_text() for path in (ROOT / "infra/terraform").glob("*.tf"))
        set_here = re.findall(r"^\s+([A-Z]\w+)\s+= ", text, re.MULTILINE)
        read = re.findall(r"outputs\[\"(\w+)\"\]", text) + re.findall(r"outputs\.(\w+)", text)

        self.assertGreater(len(set_here), 3)
        self.assertEqual(set(set_here) - set(template()["Parameters"]), set())
        self.assertEqual(set(read) - set(template()["Outputs"]), set())

    def test_replaces_the_code_that_the_template_names(self):
        text = (ROOT / "infra/terraform/main.tf").read_text()

        replaced = re.search(r'"(CodeUri: [^"]+)"', text).group(1)
        self.assertEqual((ROOT / "template.yaml").read_text().count(replaced), 1)

    def test_every_variable_and_output_is_explained(self):
        for kind in ("variable", "output"):
            for block in self.module[kind]:
                for name, body in block.items():
                    with self.subTest(name):
                        self.assertTrue(body["description"])


if __name__ == "__main__":
    unittest.main()
