"""The layers are kept: each way of breaking them is seen, and what is allowed is let pass."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parents[2] / "tools/check_layers.py"

FORBIDDEN = (
    ("engine/core/a.hpp", '"engine/random/philox.hpp"'),
    ("engine/population/a.hpp", '"engine/process/process.hpp"'),
    ("engine/process/a.hpp", '"engine/io/hdf5.hpp"'),
    ("engine/modules/demography/a.cpp", '"engine/io/csv.hpp"'),
    ("engine/modules/demography/a.cpp", '"engine/modules/social_care/need.hpp"'),
    ("engine/modules/demography/a.cpp", '"engine/simulation.hpp"'),
    ("engine/modules/catalogue.cpp", '"engine/modules/social_care/need.hpp"'),
    ("engine/simulation.cpp", '"engine/modules/catalogue.hpp"'),
    ("outputs/view/a.cpp", '"engine/simulation.hpp"'),
    ("outputs/run_file/a.cpp", "<hdf5.h>"),
    ("engine/scenario/a.cpp", "<yaml-cpp/yaml.h>"),
    ("engine/simulation.cpp", "<tbb/parallel_for.h>"),
    ("engine/population/a.cpp", "<thread>"),
    ("engine/random/a.cpp", "<random>"),
    ("outputs/view/a.cpp", "<boost/program_options.hpp>"),
    ("engine/core/a.cpp", "<doctest/doctest.h>"),
    ("engine/core/a.cpp", '"clock.hpp"'),
    ("outputs/view/a.cpp", '"outputs/answers/finance.hpp"'),
    ("outputs/view/a.cpp", "<xlsxwriter.h>"),
    ("engine/core/a.cpp", "<engine/simulation.hpp>"),
)
ALLOWED = (
    ("engine/modules/demography/a.cpp", '"engine/modules/social_care/fields.hpp"'),
    ("engine/modules/demography/a.cpp", '"engine/modules/demography/own.hpp"'),
    ("engine/modules/demography/a.cpp", "<Eigen/Dense>"),
    ("engine/modules/catalogue.cpp", '"engine/modules/social_care/fields.hpp"'),
    ("engine/modules/demography/a_test.cpp", '"tests/small_county.hpp"'),
    ("engine/modules/demography/a_test.cpp", "<doctest/doctest.h>"),
    ("engine/scenario/a.cpp", '"engine/io/yaml.hpp"'),
    ("engine/io/a.cpp", "<hdf5_hl.h>"),
    ("engine/parallel/a.cpp", "<tbb/parallel_for.h>"),
    ("outputs/tally/a.cpp", '"engine/observer.hpp"'),
    ("tools/foresight/a.cpp", '"engine/simulation.hpp"'),
    ("tools/foresight/commands/a.cpp", '"outputs/answers/finance.hpp"'),
    ("outputs/answers/a.cpp", '"outputs/view/view.hpp"'),
    ("tools/foresight/a.cpp", "<boost/program_options.hpp>"),
)


class Layers(unittest.TestCase):
    def check(self, file, header):
        with tempfile.TemporaryDirectory() as top:
            path = pathlib.Path(top, file)
            path.parent.mkdir(parents=True)
            path.write_text(f"#include {header}\n", encoding="utf-8")
            return subprocess.run([sys.executable, CHECK, top], capture_output=True, text=True, check=False)

    def test_what_is_forbidden_is_seen(self):
        for file, header in FORBIDDEN:
            with self.subTest(file=file, header=header):
                said = self.check(file, header)
                self.assertEqual(said.returncode, 1)
                self.assertIn(f"{file}:1:", said.stdout)

    def test_what_is_allowed_passes(self):
        for file, header in ALLOWED:
            with self.subTest(file=file, header=header):
                said = self.check(file, header)
                self.assertEqual(said.returncode, 0, said.stdout)


if __name__ == "__main__":
    unittest.main()
