#pragma once

#include <QString>

#include <string>

namespace podwright::task {

// The text in lower-case ASCII: accents are dropped (é to e), letters of the Latin, Greek and Cyrillic alphabets spelt
// out (ß to ss, æ to ae, ж to zh), everything else becomes a blank. Not covered: syllabic and ideographic scripts,
// which python-slugify spells out (日 to ri) and this drops.
std::string toLowerLatin(const QString &text);

} // namespace podwright::task
