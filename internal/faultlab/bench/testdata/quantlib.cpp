// The benchmark's job with QuantLib: a schedule and an amortizing bond with a
// given notional per period. The bond wants the balances beforehand, so that the
// annuity is solved with its own day counter first.
#include <ql/quantlib.hpp>
#include <ctime>
#include <cstdio>

using namespace QuantLib;

int main() {
    const int contracts = 100000, instalments = 36;
    const DayCounter days = Actual365Fixed();
    Settings::instance().evaluationDate() = Date(3, February, 2020);
    double interest = 0, principal = 0, best = 1e9;
    for (int run = 0; run < 1; ++run) {
        interest = principal = 0;
        std::clock_t begun = std::clock();
        for (int k = 0; k < contracts; ++k) {
            double notional = 10000 + (k % 1000) * 990.0, rate = 0.03 + (k % 60) * 0.0005;
            Date start = Date(3, February, 2020) + k % 365;
            Schedule dates(start, start + instalments * Months, Period(Monthly), NullCalendar(), Unadjusted, Unadjusted, DateGeneration::Forward, false);
            double growth = 1, sum = 0;
            for (int i = 0; i < instalments; ++i) {
                growth /= 1 + rate * days.yearFraction(dates[i], dates[i + 1]);
                sum += growth;
            }
            double payment = notional / sum, balance = notional;
            std::vector<Real> balances;
            for (int i = 0; i < instalments; ++i) {
                balances.push_back(balance);
                balance -= payment - balance * rate * days.yearFraction(dates[i], dates[i + 1]);
            }
            AmortizingFixedRateBond bond(0, balances, dates, std::vector<Rate>(1, rate), days);
            for (const auto& flow : bond.cashflows()) {
                if (ext::dynamic_pointer_cast<Coupon>(flow))
                    interest += flow->amount();
                else
                    principal += flow->amount();
            }
        }
        best = std::min(best, double(std::clock() - begun) / CLOCKS_PER_SEC);
    }
    std::printf("QuantLib bond cashflows: %.6f %.4f %.4f\n", best, interest, principal);
}
