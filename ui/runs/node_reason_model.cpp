#include "ui/runs/node_reason_model.h"

#include "models/core/strings.h"
#include "models/preflight/room.h"
#include "models/task/pointers.h"

#include <array>

namespace podwright::ui::runs {
namespace {

constexpr std::array nodeReasonTitles{"Node", "Takes the pod", "Why", "Field"};
static_assert(nodeReasonTitles.size() == NodeReasonModel::ColumnCount);

} // namespace

NodeReasonModel::NodeReasonModel(QObject *parent)
    : RowModel(nodeReasonTitles, parent)
{}

void NodeReasonModel::setFits(const std::vector<preflight::NodeFit> &fits, const preflight::Subject &subject,
                              bool areLoadsKnown)
{
    std::vector<NodeReasonRow> rows;
    for (const preflight::NodeFit &fit : fits) {
        NodeReasonRow row{.key = {int(&fit - fits.data()), 0},
                          .node = core::qt(fit.node),
                          .reason = preflight::roomOf(fit),
                          .fits = fit.fits(),
                          .couldEver = fit.couldEverFit(),
                          .isSure = areLoadsKnown};
        if (row.fits && !areLoadsKnown)
            row.reason = tr("%1, if nothing else runs there").arg(row.reason);
        if (row.fits)
            rows.push_back(row);
        for (const preflight::Misfit &misfit : fit.misfits) {
            row.reason = misfit.text;
            row.pointer = preflight::fieldOf(misfit, subject);
            rows.push_back(row);
            ++row.key.second;
        }
    }
    setRows(std::move(rows));
}

QString NodeReasonModel::text(const NodeReasonRow &row, int column) const
{
    switch (column) {
    case Node:
        return row.node;
    case Takes:
        if (row.fits && !row.isSure)
            return tr("perhaps");
        return row.fits ? tr("now") : row.couldEver ? tr("not now") : tr("never");
    case Reason:
        return row.reason;
    case Field:
        return row.pointer.empty() ? QString() : task::pointerLabel(row.pointer);
    default:
        return {};
    }
}

QVariant NodeReasonModel::name(const NodeReasonRow &row) const
{
    return QStringLiteral("%1/%2").arg(row.node).arg(row.key.second);
}

tables::Tone NodeReasonModel::tone(const NodeReasonRow &row, int column) const
{
    if (column != Takes)
        return tables::Tone::Neutral;
    if (row.fits && !row.isSure)
        return tables::Tone::Neutral;
    return row.fits ? tables::Tone::Good : row.couldEver ? tables::Tone::Waiting : tables::Tone::Bad;
}

} // namespace podwright::ui::runs
