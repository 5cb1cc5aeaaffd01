#include "outputs/published_targets.hpp"

#include <filesystem>
#include <memory>

#include "engine/io/csv.hpp"
#include "engine/io/literal.hpp"

namespace foresight {
namespace {

/// A table of published numbers, read by the names of its columns.
class Targets {
public:
    Targets(std::string const& folder, std::string const& name)
    {
        auto const path = folder + "/" + name + ".csv";
        if (folder.empty() || !std::filesystem::exists(path)) return;
        Mistakes mistakes;
        file_ = std::make_unique<CsvFile>(read_csv(path, mistakes));
        mistakes.refuse_if_any();
        auto const told = TextFile::read(folder + "/" + name + ".source.yaml", yaml_bytes_at_most);
        for (int line = 1; line <= told.lines(); ++line)
            if (std::string const text{told.line(line)}; text.starts_with("source: ")) source_ = text.substr(8);
    }

    std::string const& source() const { return source_; }

    /// `use` is called with each row, which gives a column's text by its name.
    template <class Use>
    void each(Use use) const
    {
        if (!file_) return;
        for (auto const& row : file_->rows)
            use([&](char const* column) {
                auto const at = file_->column(column);
                return at < 0 ? std::string{} : row.cells[static_cast<std::size_t>(at)].text;
            });
    }

private:
    std::unique_ptr<CsvFile> file_;
    std::string source_;
};

double number_in(std::string const& text) { return read_number(text).value.value_or(0); }

}  // namespace

PublishedNumbers published_population(std::string const& folder)
{
    Targets const targets{folder, "population"};
    PublishedNumbers all{"Mid-year estimates, revised", targets.source()};
    targets.each([&](auto const& cell) {
        if (cell("vintage") == "revised" && cell("age") == "all")
            all.numbers.push_back({cell("district"), cell("year"), number_in(cell("persons"))});
    });
    return all;
}

PublishedNumbers projected_population(std::string const& folder)
{
    Targets const targets{folder, "snpp_2018"};
    PublishedNumbers all{"Official projection based on 2018", targets.source()};
    targets.each([&](auto const& cell) {
        if (cell("age") == "all") all.numbers.push_back({cell("area"), cell("year"), number_in(cell("persons"))});
    });
    return all;
}

PublishedFuelPoverty published_fuel_poverty(std::string const& folder)
{
    Targets const targets{folder, "fuel_poverty"};
    std::string const name = "Sub-regional fuel poverty";
    PublishedFuelPoverty all{{name, targets.source()}, {name, targets.source()}};
    targets.each([&](auto const& cell) {
        if (cell("measure") != "lilee") return;
        all.poor.numbers.push_back({cell("district"), cell("year"), number_in(cell("poor"))});
        all.households.numbers.push_back({cell("district"), cell("year"), number_in(cell("households"))});
    });
    return all;
}

}  // namespace foresight
