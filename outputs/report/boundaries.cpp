#include "outputs/report/boundaries.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>

#include <nlohmann/json.hpp>

#include "engine/core/error.hpp"

namespace foresight {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t bytes_at_most = 20'000'000;

struct Point {
    double east = 0;
    double north = 0;
};
using Ring = std::vector<Point>;

/// An area with all of its rings, islands and holes alike: what is inside an odd number of them is filled.
struct Shape {
    std::string code;
    std::vector<Ring> rings{};
};

[[noreturn]] void no_boundaries(std::string const& file, std::string const& reason)
{
    refuse(file + " holds no boundaries", reason, "give a GeoJSON file of districts in longitude and latitude");
}

Json parsed(std::string const& file)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) refuse("there is no file " + file, {}, {});
    if (std::filesystem::file_size(file, error) > bytes_at_most)
        refuse(file + " is larger than 20 MB", "a page of less than 1 MB is made of it", "simplify the shapes first");
    std::ifstream in{file, std::ios::binary};
    auto const json = Json::parse(in, nullptr, false);
    if (json.is_discarded() || !json.is_object()) no_boundaries(file, "it is not JSON");
    auto const features = json.find("features");
    if (features == json.end() || !features->is_array()) no_boundaries(file, "it has no list of 'features'");
    return json;
}

/// The code of the area that a feature is, by any of its properties; empty if it is none of them.
std::string code_of(Json const& feature, std::vector<TableCode> const& areas)
{
    auto const properties = feature.is_object() ? feature.find("properties") : feature.end();
    if (!feature.is_object() || properties == feature.end() || !properties->is_object()) return {};
    for (auto const& property : *properties) {
        if (!property.is_string()) continue;
        auto const& word = property.get_ref<std::string const&>();
        for (auto const& area : areas)
            if (word == area.official || word == area.label) return area.official;
    }
    return {};
}

Ring ring_of(Json const& points, std::string const& file)
{
    Ring ring;
    for (auto const& point : points) {
        if (!point.is_array() || point.size() < 2 || !point[0].is_number() || !point[1].is_number())
            no_boundaries(file, "a point of a polygon is not two numbers");
        Point const at{point[0].get<double>(), point[1].get<double>()};
        if (!(std::abs(at.east) <= 180 && std::abs(at.north) < 90))
            no_boundaries(file, "its points are not longitude and latitude in degrees (of the British grid, perhaps)");
        ring.push_back(at);
    }
    return ring;
}

std::vector<Ring> rings_of(Json const& feature, std::string const& file)
{
    std::vector<Ring> rings;
    auto const geometry = feature.value("geometry", Json{});
    auto const type = geometry.is_object() ? geometry.value("type", Json{}) : Json{};
    auto const coordinates = geometry.is_object() ? geometry.value("coordinates", Json{}) : Json{};
    if (type == "Polygon")
        for (auto const& ring : coordinates) rings.push_back(ring_of(ring, file));
    else if (type == "MultiPolygon")
        for (auto const& polygon : coordinates)
            for (auto const& ring : polygon) rings.push_back(ring_of(ring, file));
    else no_boundaries(file, "a feature of it is no Polygon or MultiPolygon");
    return rings;
}

/// A county is small enough for a plane: degrees of longitude shortened by the cosine of the middle latitude.
class Plane {
public:
    explicit Plane(std::vector<Shape> const& shapes)
    {
        for (auto const& shape : shapes)
            for (auto const& ring : shape.rings)
                for (auto const& point : ring) {
                    west_ = std::min(west_, point.east), east_ = std::max(east_, point.east);
                    south_ = std::min(south_, point.north), north_ = std::max(north_, point.north);
                }
        shortened_ = std::cos((south_ + north_) / 2 * std::numbers::pi / 180);
        scale_ = Boundaries::width / std::max(1e-9, (east_ - west_) * shortened_);
    }
    int height() const { return static_cast<int>(std::lround((north_ - south_) * scale_)); }
    std::pair<int, int> at(Point point) const
    {
        return {static_cast<int>(std::lround((point.east - west_) * shortened_ * scale_)),
                static_cast<int>(std::lround((north_ - point.north) * scale_))};
    }

private:
    double west_ = 180, east_ = -180, south_ = 90, north_ = -90;
    double shortened_ = 1, scale_ = 1;
};

/// Twice the area of a ring, and its centre of gravity.
struct Weight {
    double area = 0;
    Point centre{};
};

Weight weight_of(Ring const& ring)
{
    Weight weight;
    for (std::size_t i = 0; i != ring.size(); ++i) {
        auto const& a = ring[i];
        auto const& b = ring[(i + 1) % ring.size()];
        double const cross = a.east * b.north - b.east * a.north;
        weight.area += cross;
        weight.centre.east += (a.east + b.east) * cross / 3;
        weight.centre.north += (a.north + b.north) * cross / 3;
    }
    if (weight.area != 0) weight.centre = {weight.centre.east / weight.area, weight.centre.north / weight.area};
    weight.area = std::abs(weight.area);
    return weight;
}

/// In whole numbers of the box, points that fall together once; islands too small to be seen are left out.
std::string path_of(Shape const& shape, Plane const& plane)
{
    std::string path;
    for (auto const& ring : shape.rings) {
        std::vector<std::pair<int, int>> points;
        for (auto const& point : ring)
            if (auto const at = plane.at(point); points.empty() || points.back() != at) points.push_back(at);
        if (points.size() < 4) continue;
        for (std::size_t i = 0; i != points.size(); ++i)
            path += (i == 0 ? "M" : "L") + std::to_string(points[i].first) + " " + std::to_string(points[i].second);
        path += "Z";
    }
    return path;
}

}  // namespace

Boundaries read_boundaries(std::string const& file, std::vector<TableCode> const& areas)
{
    auto const json = parsed(file);
    std::vector<Shape> shapes;
    for (auto const& feature : json["features"]) {
        auto code = code_of(feature, areas);
        if (!code.empty()) shapes.push_back({std::move(code), rings_of(feature, file)});
    }
    for (auto const& area : areas)
        if (std::none_of(shapes.begin(), shapes.end(), [&](auto const& shape) { return shape.code == area.official; }))
            refuse(file + " has no shape of " + area.label,
                   "no feature of it has a property that is " + area.official + " or " + area.label,
                   "give a file of all districts of the run");
    Plane const plane{shapes};
    Boundaries made;
    made.height = plane.height();
    for (auto const& shape : shapes) {
        made.paths[shape.code] += path_of(shape, plane);
        Weight heaviest;
        for (auto const& ring : shape.rings)
            if (auto const weight = weight_of(ring); weight.area > heaviest.area) heaviest = weight;
        made.middles[shape.code] = plane.at(heaviest.centre);
    }
    made.credit =
        "Shapes: " + std::filesystem::path{file}.filename().string()
        + ". If they are the Office for National Statistics': licensed under the Open Government Licence v3.0; "
          "contains OS data © Crown copyright and database right.";
    return made;
}

}  // namespace foresight
