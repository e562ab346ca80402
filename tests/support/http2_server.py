#!/usr/bin/python3
"""An HTTPS server on loopback that speaks HTTP/2 and HTTP/1.1, as ALPN chooses. Arguments: certificate, key. Prints its port.
Every answer is JSON: protocol, number of the connection, stream, size of the request's body. By path:
  /held/N      is answered when N of them are open on its connection, the last one first
  /large/N     has N bytes more
  /reset-once  breaks off its stream the first time
  /last        is the last one of its connection (GOAWAY)
  /watch       one line at once, the next one when /release has been asked for, then the end"""
import json
import socket
import ssl
import sys
import threading

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.errors import ErrorCodes
from h2.events import DataReceived, RequestReceived, StreamEnded, StreamReset

release = threading.Event()
has_reset = threading.Event()


def answer(**facts):
    return json.dumps(facts).encode()


class Http2:
    def __init__(self, peer, number):
        self.peer, self.number = peer, number
        self.h2 = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        self.paths, self.sizes, self.unsent = {}, {}, {}
        self.held = []
        self.is_last = False

    def serve(self):
        self.h2.initiate_connection()
        self.peer.sendall(self.h2.data_to_send())
        while not (self.is_last and not self.unsent) and (data := self.peer.recv(65536)):
            for event in self.h2.receive_data(data):
                self.take(event)
            self.send()
        while self.peer.recv(65536):
            pass  # who closes with bytes unread takes back what it has said

    def take(self, event):
        if isinstance(event, RequestReceived):
            self.paths[event.stream_id] = dict(event.headers)[":path"]
            self.sizes[event.stream_id] = 0
        elif isinstance(event, DataReceived):
            self.sizes[event.stream_id] += len(event.data)
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, StreamReset):
            self.unsent.pop(event.stream_id, None)
        elif isinstance(event, StreamEnded):
            self.do(event.stream_id, self.paths[event.stream_id])

    def do(self, stream, path):
        _, name, *rest = path.split("/")
        if name == "held":
            self.held.append(stream)
            if len(self.held) < int(rest[0]):
                return
            for open_stream in reversed(self.held):
                self.reply(open_stream)
            self.held.clear()
        elif name == "reset-once" and not has_reset.is_set():
            has_reset.set()
            self.h2.reset_stream(stream, ErrorCodes.INTERNAL_ERROR)
        else:
            self.is_last = name == "last"
            if name == "release":
                release.set()
            self.reply(stream, int(rest[0]) if name == "large" else 0)

    def reply(self, stream, more=0):
        self.h2.send_headers(stream, [(":status", "200"), ("content-type", "application/json")])
        body = answer(protocol="h2", connection=self.number, stream=stream, sent=self.sizes[stream]) + b" " * more
        self.unsent[stream] = memoryview(body)

    def send(self):
        for stream, data in list(self.unsent.items()):
            while data and (room := min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size)):
                self.h2.send_data(stream, bytes(data[:room]), end_stream=len(data) <= room)
                data = data[room:]
            self.unsent[stream] = data
            if not data:
                del self.unsent[stream]
        if self.is_last and not self.unsent:
            self.h2.close_connection()
        self.peer.sendall(self.h2.data_to_send())


def serve_http1(peer, number):
    file = peer.makefile("rwb")
    while request := file.readline():
        path = request.split()[1].decode()
        while file.readline().strip():
            pass
        first = answer(protocol="http/1.1", connection=number)
        if path != "/watch":
            file.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(first), first))
            file.flush()
            continue
        file.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for line in (first + b"\n", b"released\n"):
            file.write(b"%x\r\n%s\r\n" % (len(line), line))
            file.flush()
            release.wait()
        file.write(b"0\r\n\r\n")
        file.flush()


def serve(peer, number, tls):
    try:
        with tls.wrap_socket(peer, server_side=True) as secure:
            if secure.selected_alpn_protocol() == "h2":
                Http2(secure, number).serve()
            else:
                serve_http1(secure, number)
    except OSError:
        pass  # the client has gone


tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(sys.argv[1], sys.argv[2])
tls.set_alpn_protocols(["h2", "http/1.1"])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)
connections = 0
while True:
    accepted = listener.accept()[0]
    connections += 1
    threading.Thread(target=serve, args=(accepted, connections, tls), daemon=True).start()
