#include "tools/foresight/budget_files.hpp"

#include "outputs/answers/finance.hpp"
#include "outputs/view/headlines.hpp"
#include "tools/foresight/shipped.hpp"

namespace foresight {

Deflator shipped_deflator()
{
    auto const folder = shipped_library().scenarios;
    return folder.empty() ? Deflator{} : read_deflator(folder + "/england/deflator.yaml");
}

void add_budget_option(po::options_description_easy_init options)
{
    options("budget", po::value<std::string>()->value_name("FILE"),
            "what is set aside for each year, and a deflator of your own (schema foresight-budget/1)");
}

Budget budget_of(Arguments const& arguments)
{
    Budget without;
    without.deflator = shipped_deflator();
    return arguments.has("budget") ? read_budget(arguments.value<std::string>("budget"), without.deflator) : without;
}

std::string budget_template(RunReader const& run)
{
    FinanceQuestion everything;
    everything.years = run.has("care_cost") ? run.table("care_cost").periods.size() : 0;
    auto const view = finance_of(run, everything);
    std::string text =
        "# What is set aside for long-term adult social care. Fill in the years that you know, and take "
        "away their '#'.\n"
        "#\n"
        "#     foresight finance RUN --budget THIS_FILE\n"
        "#\n"
        "# In pounds of cash. Like is held against like: what is modelled is the cost of long-term "
        "support of adults, and no\n"
        "# short-term support, staff or overheads of the council. A source with the word 'outturn' is one "
        "that the base year is to\n"
        "# reconcile to.\n"
        "schema: foresight-budget/1\n"
        "budget: Long-term support for adults\n\n"
        "lines:\n";
    for (auto const& risk : view.risks)
        text += "  # " + risk.financial_year + ": {" + std::string{name_of(risk.basis)}
                + ": POUNDS, source: \"WHERE IT IS FROM\"}    # modelled: GBP " + shown(risk.cost.mean * 1e-6, 1)
                + " million\n";
    return text
           + "\n# Real terms are by the deflator that ships, unless you state one:\n"
             "#\n"
             "# deflator:\n"
             "#   name: NAME\n"
             "#   years: {"
           + view.base_year
           + ": PER_CENT}    # growth since the year before\n"
             "#   later: PER_CENT\n"
             "#   source: \"WHERE IT IS FROM\"\n";
}

}  // namespace foresight
