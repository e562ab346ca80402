#include "models/task/edit_command.h"

#include "models/task/task_document.h"

namespace podwright::task {

EditCommand::EditCommand(TaskDocument *document, std::string pointer, Slot before, Slot after, int generation)
    : QUndoCommand(pointerLabel(pointer))
    , m_document(document)
    , m_pointer(std::move(pointer))
    , m_before(std::move(before))
    , m_after(std::move(after))
    , m_generation(generation)
{}

bool EditCommand::mergeWith(const QUndoCommand *other)
{
    const auto *later = static_cast<const EditCommand *>(other); // the stack asks for equal ids only
    if (later->m_pointer != m_pointer || later->m_generation != m_generation)
        return false;
    m_after = later->m_after;
    setObsolete(m_after.value == m_before.value);
    return true;
}

void EditCommand::undo()
{
    m_document->seal();
    m_document->apply(m_pointer, m_before);
}

void EditCommand::redo()
{
    m_document->apply(m_pointer, m_after);
}

} // namespace podwright::task
