#include "ui/designer/yaml_completion.h"

#include "ui/designer/yaml_view.h"

#include <QGuiApplication>
#include <QScreen>

#include <algorithm>

namespace podwright::ui::designer {

namespace {

using Base = QsciScintillaBase;

constexpr char listSeparator = '\n';

// QScintilla looks for the screen the list comes up on, and takes for granted that there is one.
bool isOnScreen(const YamlView &view, size_t offset)
{
    const auto at = static_cast<long>(offset);
    const QPoint point(int(view.SendScintilla(Base::SCI_POINTXFROMPOSITION, 0UL, at)),
                       int(view.SendScintilla(Base::SCI_POINTYFROMPOSITION, 0UL, at)));
    const QPoint below(0, int(view.SendScintilla(Base::SCI_TEXTHEIGHT, 0UL)));
    return QGuiApplication::screenAt(view.mapToGlobal(point)) &&
           QGuiApplication::screenAt(view.mapToGlobal(point + below));
}

} // namespace

YamlCompletion::YamlCompletion(YamlView *view)
    : QObject(view)
    , m_view(view)
{
    m_view->SendScintilla(Base::SCI_AUTOCSETSEPARATOR, static_cast<unsigned long>(listSeparator));
    m_view->SendScintilla(Base::SCI_AUTOCSETIGNORECASE, 1UL);
    m_view->SendScintilla(Base::SCI_AUTOCSETORDER, static_cast<unsigned long>(Base::SC_ORDER_PERFORMSORT));
    m_view->SendScintilla(Base::SCI_AUTOCSETMAXHEIGHT, 10UL);
    m_view->SendScintilla(Base::SCI_AUTOCSETDROPRESTOFWORD, 0UL);
    connect(m_view, &Base::SCN_CHARADDED, this, &YamlCompletion::charAdded);
    connect(m_view, qOverload<const char *, int>(&Base::SCN_AUTOCSELECTION), this,
            [this](const char *selection, int) { take(selection); });
}

void YamlCompletion::charAdded(int character)
{
    const bool isWord = (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    const bool isOpen = m_view->SendScintilla(Base::SCI_AUTOCACTIVE) != 0;
    if ((isWord && !isOpen) || character == ' ')
        QMetaObject::invokeMethod(this, &YamlCompletion::offer, Qt::QueuedConnection);
}

void YamlCompletion::offer()
{
    const std::string text = m_view->code();
    const size_t caret = m_view->caretOffset();
    m_offered = manifest::podCompletions(text, caret);
    const std::string typed = text.substr(m_offered.begin, caret - std::min(caret, m_offered.begin));
    std::string list;
    for (const manifest::Completion &item : m_offered.items) {
        if (item.name == typed && m_offered.items.size() == 1)
            return;
        list += (list.empty() ? "" : std::string(1, listSeparator)) + item.name;
    }
    const auto begins = [typed = QString::fromStdString(typed)](const manifest::Completion &item) {
        return QString::fromStdString(item.name).startsWith(typed, Qt::CaseInsensitive);
    };
    if (std::ranges::any_of(m_offered.items, begins) && isOnScreen(*m_view, m_offered.begin))
        m_view->SendScintilla(Base::SCI_AUTOCSHOW, static_cast<unsigned long>(typed.size()), list.c_str());
}

void YamlCompletion::take(const char *selection)
{
    const auto found = std::ranges::find(m_offered.items, std::string_view(selection), &manifest::Completion::name);
    m_view->SendScintilla(Base::SCI_AUTOCCANCEL);
    if (found == m_offered.items.end())
        return;
    const size_t caret = m_view->caretOffset();
    const auto end = static_cast<long>(std::max(caret, found->insert == found->name ? m_offered.end : caret));
    m_view->SendScintilla(Base::SCI_SETSEL, static_cast<unsigned long>(m_offered.begin), end);
    m_view->SendScintilla(Base::SCI_REPLACESEL, found->insert.c_str());
    if (found->insert.ends_with(": "))
        QMetaObject::invokeMethod(this, &YamlCompletion::offer, Qt::QueuedConnection);
}

} // namespace podwright::ui::designer
