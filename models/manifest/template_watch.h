#pragma once

#include "models/core/file_watch.h"
#include "models/core/job.h"
#include "models/core/throttle.h"
#include "models/manifest/template_file.h"

#include <set>

namespace podwright::manifest {

// The template files that tasks name, as they are on the disk now. Files are read off this thread. GUI thread.
class TemplateWatch : public QObject
{
    Q_OBJECT
public:
    explicit TemplateWatch(QObject *parent = nullptr);
    void setPaths(const std::set<std::string> &paths);     // those of templatePath(); what is asked for again is kept
    const TemplateTexts &texts() const { return m_texts; } // of paths not read yet there is nothing

Q_SIGNALS:
    void changed(); // texts() has other content

private:
    void watch();
    void read();
    void take(TemplateTexts texts);

    std::set<std::string> m_paths;
    TemplateTexts m_texts;
    core::FileWatch m_files;
    core::Throttle m_throttle;
    core::Job m_reading;
};

} // namespace podwright::manifest
