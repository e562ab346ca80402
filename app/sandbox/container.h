#pragma once

#include "app/sandbox/container_meter.h"
#include "app/sandbox/container_streams.h"
#include "app/sandbox/logfile.h"
#include "app/sandbox/runtime.h"

#include <thread>

namespace podwright::sandbox {

// One running container instance: its process, a thread that carries its output into the log and to those attached, and
// tells of start and end.
class Container
{
public:
    struct Ending
    {
        int exitCode = 0;
        std::string startError = {}; // not empty: its command never ran
        bool outOfMemory = false;    // killed for what it held
    };
    struct Callbacks // called from the watching thread; `started` always before `ended` unless it never ran
    {
        std::function<void()> started;
        std::function<void(const Ending &)> ended;
    };

    // Starts it. Error: why not. `memoryLimit`: in bytes, watched over; 0: none.
    static core::Result<std::unique_ptr<Container>> start(Spawner &spawner, std::unique_ptr<Launch> launch,
                                                          std::shared_ptr<LogFile> log, Callbacks callbacks,
                                                          long long memoryLimit);
    ~Container(); // kills it and waits for its end
    Q_DISABLE_COPY_MOVE(Container)

    void signal(int number);
    void kill();
    core::Result<SpawnOptions> exec(const ExecOptions &options) { return m_launch->exec(options); }
    std::unique_ptr<ExecSession> attach();
    ContainerUse use(); // one thread at a time

private:
    Container(std::unique_ptr<Launch> launch, std::unique_ptr<Process> process, std::shared_ptr<LogFile> log,
              Callbacks callbacks, long long memoryLimit);
    void watch();
    void pumpUntilExit();
    void drain();
    int pollMilliseconds() const;
    void checkMemory();
    bool carry(int file, LogFile::Stream stream);
    void deliver(LogFile::Stream stream, std::string_view bytes);
    bool holdBack(LogFile::Stream stream, std::string_view bytes);
    void noteStart();
    Ending conclude();

    const std::unique_ptr<Launch> m_launch;
    const std::shared_ptr<Process> m_process;
    const std::shared_ptr<LogFile> m_log;
    const Callbacks m_callbacks;
    const std::shared_ptr<AttachHub> m_hub;
    const long long m_memoryLimit;
    std::chrono::steady_clock::time_point m_nextMemoryCheck{};
    bool m_outOfMemory = false, m_started = false, m_outputOpen = true, m_errorOpen = true;
    std::string m_held; // first error output while it may still be the runtime's own words
    ContainerMeter m_meter;
    std::vector<char> m_buffer;
    std::jthread m_thread;
};

} // namespace podwright::sandbox
