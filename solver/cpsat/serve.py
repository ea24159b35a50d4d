# Serves CP-SAT from the ortools package over frames on standard input and output.
import os
import struct
import sys
import threading

out = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # whatever the package prints goes to standard error


def send(kind, body):
    out.write(kind + struct.pack(">I", len(body)) + body)
    out.flush()


def receive():
    head = sys.stdin.buffer.read(5)
    if len(head) < 5:
        return None, b""
    n = struct.unpack(">I", head[1:])[0]
    return head[:1], sys.stdin.buffer.read(n)


try:
    import ortools
    from google.protobuf import text_format
    from ortools.sat import cp_model_pb2, sat_parameters_pb2
    from ortools.sat.python import cp_model_helper as helper
except Exception as e:  # said to the caller in full
    send(b"E", ("the ortools package of %s cannot be used: %s" % (sys.executable, e)).encode())
    sys.exit(1)

own = hasattr(helper, "CpModelProto")  # newer packages have messages of their own beside protobuf's


def as_own(cls, message):
    if not own:
        return message
    result = cls()
    if not result.parse_text_format(text_format.MessageToString(message)):
        raise ValueError("the message does not parse")
    return result


def solve(body, wrapper):
    n = struct.unpack(">I", body[:4])[0]
    params = sat_parameters_pb2.SatParameters.FromString(body[4 : 4 + n])
    model = cp_model_pb2.CpModelProto.FromString(body[4 + n :])
    if own:
        wrapper.set_parameters(as_own(helper.SatParameters, params))
        reply = wrapper.solve(as_own(helper.CpModelProto, model))
        return text_format.Parse(str(reply), cp_model_pb2.CpSolverResponse()).SerializeToString()
    wrapper.set_parameters(params)
    return wrapper.solve(model).SerializeToString()


def work(body, wrapper):
    try:
        send(b"R", solve(body, wrapper))
    except Exception as e:
        send(b"E", str(e).encode())


send(b"H", ortools.__version__.encode())
running = None
while True:
    kind, body = receive()
    if kind is None:
        os._exit(0)
    if kind == b"S":
        running = helper.SolveWrapper()
        threading.Thread(target=work, args=(body, running), daemon=True).start()
    elif kind == b"X" and running is not None:
        running.stop_search()
