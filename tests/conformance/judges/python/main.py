"""Answers one request a line (JSON) with one line (JSON), until its input ends. Has no network."""

import json
import logging
import socket
import sys

import author
import tamper
import validate


def refuse_network() -> None:
    """A judge that could ask somebody would not judge the file alone."""

    def refuse(*_args, **_more):
        raise OSError('judges have no network')

    socket.socket.connect = refuse
    socket.socket.connect_ex = refuse
    socket.getaddrinfo = refuse


ACTS = {'validate': validate.validate, 'sign': author.sign, 'tamper': tamper.tamper}


def main() -> None:
    refuse_network()
    logging.disable(logging.CRITICAL)
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = ACTS[request['do']](request)
        except Exception as failure:  # whatever it is, the next request may go well
            answer = {'error': f'{type(failure).__name__} {failure}'}
        print(json.dumps(answer), file=answers, flush=True)


main()
