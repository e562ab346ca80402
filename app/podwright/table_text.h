#pragma once

#include <QList>
#include <QStringList>

namespace podwright::cli {

// Columns padded to their widest cell, as kubectl prints them.
QString tableText(const QList<QStringList> &rows);

} // namespace podwright::cli
