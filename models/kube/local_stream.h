#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QObject>
#include <QSocketNotifier>

#include <optional>

namespace podwright::kube {

// A connected TCP socket of this machine, read only when asked to, and whose two directions end one by one, which
// QTcpSocket cannot do. Takes the descriptor. On one thread, which has an event loop.
class LocalStream : public QObject
{
    Q_OBJECT
public:
    LocalStream(qintptr descriptor, QObject *parent = nullptr);
    ~LocalStream() override;

    void setReading(bool isReading); // begins with false
    // What has come, at most `size` bytes; empty: nothing now, or the end.
    QByteArray read(qsizetype size);
    void write(QByteArrayView bytes); // what does not fit is kept
    bool isFlushed() const { return m_unwritten.isEmpty(); }
    void endWriting(); // after what is kept
    void reset();      // the other side learns, when this is destroyed, that something went wrong
    // The program on the other side has closed, and did not only end its own direction. Linux says so of sockets of
    // the same machine; if it says nothing: no.
    bool isPeerGone() const;

Q_SIGNALS:
    void readable();
    void flushed();
    void readingEnded(); // the other side has no more to say
    void broken();       // neither direction is of use any more

private:
    void flush();
    void breakOff();

    const int m_file;
    QByteArray m_unwritten;
    bool m_endsWriting = false, m_isBroken = false;
    QSocketNotifier m_canRead, m_canWrite;
};

} // namespace podwright::kube
