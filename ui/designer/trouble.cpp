#include "ui/designer/trouble.h"

#include <QCoreApplication>

namespace podwright::ui::designer {

widgets::Message troubleOf(const core::Error &error, const GoToField &goTo)
{
    widgets::Message message{.tone = style::Tone::Bad, .text = error.message, .detail = error.hint};
    if (error.where.startsWith(u'/') && goTo)
        message.actions = {{QCoreApplication::translate("trouble", "Go to the field"),
                            [goTo, pointer = error.where.toStdString()] { goTo(pointer); }}};
    return message;
}

} // namespace podwright::ui::designer
