#pragma once

#include <QString>

#include <vector>

namespace podwright::support {

// What this process holds.
struct ProcessUse
{
    double minutes = 0;   // since the beginning
    double megabytes = 0; // of its own memory in RAM: not of files it has mapped
    double resident = 0;  // with those
    double files = 0, threads = 0;

    static ProcessUse now(double minutes); // gives back what was freed first
};

// Samples in the order of time, with what they say about growth. Not before there are eight.
class UseSeries
{
public:
    void add(const ProcessUse &use) { m_samples.push_back(use); }
    size_t size() const { return m_samples.size(); }

    // The median of the last quarter less that of the first.
    double growth(double ProcessUse::*what) const;
    // Of the line that fits best, per hour.
    double slope(double ProcessUse::*what) const;
    QString summary() const;

private:
    double median(double ProcessUse::*what, size_t from, size_t end) const;

    std::vector<ProcessUse> m_samples;
};

} // namespace podwright::support
