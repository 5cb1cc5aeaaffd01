#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <hdf5.h>

#include "engine/io/hdf5.hpp"

namespace foresight::hdf5 {
namespace {

/// A file with things in it that are never written here.
struct StrangeFile {
    StrangeFile()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "foresight-test-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
        std::ofstream{folder + "/secret.txt"} << "root:x:0:0:";
        File{folder + "/other.h5", File::Mode::create}.write_text("/secret", "of another file");
        File{path(), File::Mode::create}.make_group("/group");
        auto const file = H5Fopen(path().c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
        H5Lcreate_external("other.h5", "/secret", file, "/external", H5P_DEFAULT, H5P_DEFAULT);
        H5Lcreate_soft("/group", file, "/soft", H5P_DEFAULT, H5P_DEFAULT);
        H5Lcreate_hard(file, "/group", file, "/group/itself", H5P_DEFAULT, H5P_DEFAULT);
        hsize_t const bytes = 11;
        auto const space = H5Screate_simple(1, &bytes, nullptr);
        auto const list = H5Pcreate(H5P_DATASET_CREATE);
        H5Pset_external(list, (folder + "/secret.txt").c_str(), 0, bytes);
        H5Dclose(H5Dcreate2(file, "/elsewhere", H5T_NATIVE_UINT8, space, H5P_DEFAULT, list, H5P_DEFAULT));
        H5Pclose(list);
        H5Sclose(space);
        H5Fclose(file);
        File{path(), File::Mode::change}.make_array("/huge", Type::f64, {1, std::size_t{1} << 40});
        File{path(), File::Mode::change}.make_array("/beyond", Type::f64,
                                                    {1, std::size_t{1} << 33, std::size_t{1} << 33});
    }
    ~StrangeFile() { std::filesystem::remove_all(folder); }
    std::string path() const { return folder + "/strange.h5"; }
    std::string folder;
};

}  // namespace

TEST_CASE("nothing is followed out of a file")
{
    StrangeFile const strange;
    File const file{strange.path(), File::Mode::read};
    CHECK_THROWS_WITH_AS(file.read_strings("/external"), doctest::Contains("link"), std::runtime_error);
    CHECK_THROWS_WITH_AS(file.members("/soft"), doctest::Contains("link"), std::runtime_error);
    CHECK_THROWS_WITH_AS(file.read<std::uint8_t>("/elsewhere"), doctest::Contains("another file"), std::runtime_error);
}

TEST_CASE("nothing is believed to be larger than the file could hold")
{
    StrangeFile const strange;
    File const file{strange.path(), File::Mode::read};
    CHECK_THROWS_WITH_AS(file.read<double>("/huge"), doctest::Contains("larger"), std::runtime_error);
    CHECK_THROWS_WITH_AS(file.read<double>("/beyond"), doctest::Contains("larger"), std::runtime_error);
}

}  // namespace foresight::hdf5
