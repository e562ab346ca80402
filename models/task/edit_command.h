#pragma once

#include "models/task/pointers.h"

#include <QUndoCommand>

namespace podwright::task {

class TaskDocument;

// One edit of a document. Later edits of the same pointer join it while their `generation` is the same.
class EditCommand : public QUndoCommand
{
public:
    EditCommand(TaskDocument *document, std::string pointer, Slot before, Slot after, int generation);

    int id() const override { return 1; }
    bool mergeWith(const QUndoCommand *other) override;
    void undo() override;
    void redo() override;

private:
    TaskDocument *m_document;
    std::string m_pointer;
    Slot m_before;
    Slot m_after;
    int m_generation;
};

} // namespace podwright::task
