"""Who may do what when: written by hand from the design, not derived from the code.

+ is done; P: NotAllowed; E: FourEyes; S: WrongState; I: Incomplete. After the arrow stand the state
that follows, the number of the live edition, and that of the scheduled one.
"""

from dataclasses import dataclass

ROLES = [
    "author",
    "contributor",  # a reviewer who saved one edit
    "other writer",
    "reviewer",
    "editor",
    "administrator",
    "superuser",
    "superuser who edited",
    "outsider",
    "anonymous",
    "deactivated reviewer",
]

MATRIX = """
draft                aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → draft - -
  edit               +   +   +   +   +   P   +   +   P   P   P   → draft - -
  lower the risk     P   P   P   P   +   P   +   +   P   P   P   → draft - -
  submit             +   P   +   P   P   P   +   +   P   P   P   → medical_review - -
  recall             S   S   S   S   S   S   S   S   P   P   P
  plan a review      P   S   P   S   S   P   S   S   P   P   P
  take a review      P   S   P   S   P   P   S   S   P   P   P
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            S   S   S   S   S   P   S   S   P   P   P
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   S   P   S   P   P   S   S   P   P   P
  sign off           P   S   P   S   P   P   S   S   P   P   P
  revise             S   P   S   P   P   P   S   S   P   P   P
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   S   P   S   S   P   S   S   P   P   P
  discard            +   P   +   P   +   P   +   +   P   P   P   → discarded - -
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     +   +   +   +   +   P   +   +   P   P   P   → draft - -
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → draft - -

draft, remarked      aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → draft - -
  edit               +   +   +   +   +   P   +   +   P   P   P   → draft - -
  lower the risk     P   P   P   P   +   P   +   +   P   P   P   → draft - -
  submit             +   P   +   P   P   P   +   +   P   P   P   → medical_review - -
  recall             S   S   S   S   S   S   S   S   P   P   P
  plan a review      P   S   P   S   S   P   S   S   P   P   P
  take a review      P   S   P   S   P   P   S   S   P   P   P
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            S   S   S   S   S   P   S   S   P   P   P
  answer             +   +   +   +   +   P   +   +   P   P   P   → draft - -
  mark as done       +   +   +   +   +   P   +   +   P   P   P   → draft - -
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   S   P   S   P   P   S   S   P   P   P
  sign off           P   S   P   S   P   P   S   S   P   P   P
  revise             S   P   S   P   P   P   S   S   P   P   P
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   S   P   S   S   P   S   S   P   P   P
  discard            +   P   +   P   +   P   +   +   P   P   P   → discarded - -
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     +   +   +   +   +   P   +   +   P   P   P   → draft - -
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → draft - -

draft, asked         aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → draft - -
  edit               +   +   +   +   +   P   +   +   P   P   P   → draft - -
  lower the risk     P   P   P   P   +   P   +   +   P   P   P   → draft - -
  submit             I   P   I   P   P   P   I   I   P   P   P
  recall             S   S   S   S   S   S   S   S   P   P   P
  plan a review      P   S   P   S   S   P   S   S   P   P   P
  take a review      P   S   P   S   P   P   S   S   P   P   P
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            S   S   S   S   S   P   S   S   P   P   P
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   S   P   S   P   P   S   S   P   P   P
  sign off           P   S   P   S   P   P   S   S   P   P   P
  revise             S   P   S   P   P   P   S   S   P   P   P
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   S   P   S   S   P   S   S   P   P   P
  discard            +   P   +   P   +   P   +   +   P   P   P   → discarded - -
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     +   +   +   +   +   P   +   +   P   P   P   → draft - -
  agree to be named  +   P   P   P   P   P   P   P   P   P   P   → draft - -
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → draft - -

draft, live          aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → draft 1 -
  edit               +   +   +   +   +   P   +   +   P   P   P   → draft 1 -
  lower the risk     P   P   P   P   +   P   +   +   P   P   P   → draft 1 -
  submit             +   P   +   P   P   P   +   +   P   P   P   → medical_review 1 -
  recall             S   S   S   S   S   S   S   S   P   P   P
  plan a review      P   S   P   S   S   P   S   S   P   P   P
  take a review      P   S   P   S   P   P   S   S   P   P   P
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            S   S   S   S   S   P   S   S   P   P   P
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   S   P   S   P   P   S   S   P   P   P
  sign off           P   S   P   S   P   P   S   S   P   P   P
  revise             S   P   S   P   P   P   S   S   P   P   P
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     +   +   +   +   +   P   +   +   P   P   P   → draft 1 -
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → draft 1 -

review               aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → medical_review - -
  edit               S   S   S   S   S   P   S   S   P   P   P
  lower the risk     S   S   S   S   S   P   S   S   P   P   P
  submit             S   P   S   P   P   P   S   S   P   P   P
  recall             +   P   P   P   +   P   +   +   P   P   P   → draft - -
  plan a review      P   +   P   +   +   P   +   +   P   P   P   → medical_review - -
  take a review      P   E   P   +   P   P   +   E   P   P   P   → medical_review - -
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            +   +   +   +   +   P   +   +   P   P   P   → medical_review - -
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   +   P   +   P   P   +   +   P   P   P   → draft - -
  sign off           P   E   P   +   P   P   +   E   P   P   P   → published 1 -
  revise             S   P   S   P   P   P   S   S   P   P   P
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   S   P   S   S   P   S   S   P   P   P
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     S   S   S   S   S   P   S   S   P   P   P
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → medical_review - -

review, remarked     aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → medical_review - -
  edit               S   S   S   S   S   P   S   S   P   P   P
  lower the risk     S   S   S   S   S   P   S   S   P   P   P
  submit             S   P   S   P   P   P   S   S   P   P   P
  recall             +   P   P   P   +   P   +   +   P   P   P   → draft - -
  plan a review      P   +   P   +   +   P   +   +   P   P   P   → medical_review - -
  take a review      P   E   P   S   P   P   +   E   P   P   P   → medical_review - -
  give back a review S   S   S   +   S   S   S   S   P   P   P   → medical_review - -
  comment            +   +   +   +   +   P   +   +   P   P   P   → medical_review - -
  answer             +   +   +   +   +   P   +   +   P   P   P   → medical_review - -
  mark as done       +   +   +   +   +   P   +   +   P   P   P   → medical_review - -
  resolve            P   E   P   +   P   P   +   E   P   P   P   → medical_review - -
  request changes    P   +   P   +   P   P   +   +   P   P   P   → draft - -
  sign off           P   E   P   I   P   P   I   E   P   P   P
  revise             S   P   S   P   P   P   S   S   P   P   P
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   S   P   S   S   P   S   S   P   P   P
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     S   S   S   S   S   P   S   S   P   P   P
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → medical_review - -

review, live         aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → medical_review 1 -
  edit               S   S   S   S   S   P   S   S   P   P   P
  lower the risk     S   S   S   S   S   P   S   S   P   P   P
  submit             S   P   S   P   P   P   S   S   P   P   P
  recall             P   P   +   P   +   P   +   +   P   P   P   → draft 1 -
  plan a review      P   +   P   +   +   P   +   +   P   P   P   → medical_review 1 -
  take a review      P   E   P   +   P   P   +   E   P   P   P   → medical_review 1 -
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            +   +   +   +   +   P   +   +   P   P   P   → medical_review 1 -
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   +   P   +   P   P   +   +   P   P   P   → draft 1 -
  sign off           P   E   P   +   P   P   +   E   P   P   P   → published 2 -
  revise             S   P   S   P   P   P   S   S   P   P   P
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     S   S   S   S   S   P   S   S   P   P   P
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → medical_review 1 -

review, re-affirming aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → medical_review 1 -
  edit               S   S   S   S   S   P   S   S   P   P   P
  lower the risk     S   S   S   S   S   P   S   S   P   P   P
  submit             S   P   S   P   P   P   S   S   P   P   P
  recall             P   +   P   P   +   P   +   +   P   P   P   → draft 1 -
  plan a review      P   +   P   +   +   P   +   +   P   P   P   → medical_review 1 -
  take a review      P   E   P   +   P   P   +   E   P   P   P   → medical_review 1 -
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            +   +   +   +   +   P   +   +   P   P   P   → medical_review 1 -
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   +   P   +   P   P   +   +   P   P   P   → draft 1 -
  sign off           P   E   P   +   P   P   +   E   P   P   P   → published 2 -
  revise             S   P   S   P   P   P   S   S   P   P   P
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     S   S   S   S   S   P   S   S   P   P   P
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → medical_review 1 -

live                 aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → published 1 -
  edit               S   S   S   S   S   P   S   S   P   P   P
  lower the risk     S   S   S   S   S   P   S   S   P   P   P
  submit             S   P   S   P   P   P   S   S   P   P   P
  recall             S   S   S   S   S   S   S   S   P   P   P
  plan a review      P   S   P   S   S   P   S   S   P   P   P
  take a review      P   S   P   S   P   P   S   S   P   P   P
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            S   S   S   S   S   P   S   S   P   P   P
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   S   P   S   P   P   S   S   P   P   P
  sign off           P   S   P   S   P   P   S   S   P   P   P
  revise             +   P   +   P   P   P   +   +   P   P   P   → draft 1 -
  re-affirm          +   +   +   +   +   P   +   +   P   P   P   → medical_review 1 -
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     S   S   S   S   S   P   S   S   P   P   P
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → published 1 -

scheduled            aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → published - 1
  edit               S   S   S   S   S   P   S   S   P   P   P
  lower the risk     S   S   S   S   S   P   S   S   P   P   P
  submit             S   P   S   P   P   P   S   S   P   P   P
  recall             S   S   S   S   S   S   S   S   P   P   P
  plan a review      P   S   P   S   S   P   S   S   P   P   P
  take a review      P   S   P   S   P   P   S   S   P   P   P
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            S   S   S   S   S   P   S   S   P   P   P
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   S   P   S   P   P   S   S   P   P   P
  sign off           P   S   P   S   P   P   S   S   P   P   P
  revise             +   P   +   P   P   P   +   +   P   P   P   → draft - 1
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   +   P   +   +   P   P   P   → published - 1
  withdraw           P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     S   S   S   S   S   P   S   S   P   P   P
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → published - 1

live and scheduled   aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → published 1 2
  edit               S   S   S   S   S   P   S   S   P   P   P
  lower the risk     S   S   S   S   S   P   S   S   P   P   P
  submit             S   P   S   P   P   P   S   S   P   P   P
  recall             S   S   S   S   S   S   S   S   P   P   P
  plan a review      P   S   P   S   S   P   S   S   P   P   P
  take a review      P   S   P   S   P   P   S   S   P   P   P
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            S   S   S   S   S   P   S   S   P   P   P
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   S   P   S   P   P   S   S   P   P   P
  sign off           P   S   P   S   P   P   S   S   P   P   P
  revise             +   P   +   P   P   P   +   +   P   P   P   → draft 1 2
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   +   P   +   +   P   P   P   → published 1 2
  withdraw           P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     S   S   S   S   S   P   S   S   P   P   P
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → published 1 2

expired              aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → published - -
  edit               S   S   S   S   S   P   S   S   P   P   P
  lower the risk     S   S   S   S   S   P   S   S   P   P   P
  submit             S   P   S   P   P   P   S   S   P   P   P
  recall             S   S   S   S   S   S   S   S   P   P   P
  plan a review      P   S   P   S   S   P   S   S   P   P   P
  take a review      P   S   P   S   P   P   S   S   P   P   P
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            S   S   S   S   S   P   S   S   P   P   P
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   S   P   S   P   P   S   S   P   P   P
  sign off           P   S   P   S   P   P   S   S   P   P   P
  revise             +   P   +   P   P   P   +   +   P   P   P   → draft - -
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   S   P   S   S   P   S   S   P   P   P
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     S   S   S   S   S   P   S   S   P   P   P
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → published - -

withdrawn            aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → withdrawn - -
  edit               S   S   S   S   S   P   S   S   P   P   P
  lower the risk     S   S   S   S   S   P   S   S   P   P   P
  submit             S   P   S   P   P   P   S   S   P   P   P
  recall             S   S   S   S   S   S   S   S   P   P   P
  plan a review      P   S   P   S   S   P   S   S   P   P   P
  take a review      P   S   P   S   P   P   S   S   P   P   P
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            S   S   S   S   S   P   S   S   P   P   P
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   S   P   S   P   P   S   S   P   P   P
  sign off           P   S   P   S   P   P   S   S   P   P   P
  revise             +   P   +   P   P   P   +   +   P   P   P   → draft - -
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   +   P   +   +   P   +   +   P   P   P   → withdrawn - -
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         S   P   S   P   S   P   S   S   P   P   P
  dismiss advice     S   S   S   S   S   P   S   S   P   P   P
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → withdrawn - -

discarded            aut con wri rev edi adm sup sue out ano dea
  create             +   P   +   P   +   P   +   +   P   P   P   → discarded - -
  edit               S   S   S   S   S   P   S   S   P   P   P
  lower the risk     S   S   S   S   S   P   S   S   P   P   P
  submit             S   P   S   P   P   P   S   S   P   P   P
  recall             S   S   S   S   S   S   S   S   P   P   P
  plan a review      P   S   P   S   S   P   S   S   P   P   P
  take a review      P   S   P   S   P   P   S   S   P   P   P
  give back a review S   S   S   S   S   S   S   S   P   P   P
  comment            S   S   S   S   S   P   S   S   P   P   P
  answer             S   S   S   S   S   P   S   S   P   P   P
  mark as done       S   S   S   S   S   P   S   S   P   P   P
  resolve            P   S   P   S   S   P   S   S   P   P   P
  request changes    P   S   P   S   P   P   S   S   P   P   P
  sign off           P   S   P   S   P   P   S   S   P   P   P
  revise             S   P   S   P   P   P   S   S   P   P   P
  re-affirm          S   S   S   S   S   P   S   S   P   P   P
  reschedule         P   P   P   P   S   P   S   S   P   P   P
  withdraw           P   S   P   S   S   P   S   S   P   P   P
  discard            S   P   S   P   S   P   S   S   P   P   P
  bring back         +   P   +   P   +   P   +   +   P   P   P   → draft - -
  dismiss advice     S   S   S   S   S   P   S   S   P   P   P
  agree to be named  S   P   P   P   P   P   P   P   P   P   P
  decline to be named +   P   P   P   P   P   P   P   P   P   P   → discarded - -
"""


@dataclass
class Row:
    letters: dict[str, str]  # by role
    after: str  # state, live edition, scheduled edition


def table() -> dict[str, dict[str, Row]]:
    """The rows by state and act."""
    rows: dict[str, dict[str, Row]] = {}
    for block in MATRIX.strip().split("\n\n"):
        head, *lines = block.splitlines()
        rows[head.partition(" aut ")[0].strip()] = dict(_row(line) for line in lines)
    return rows


def _row(line: str) -> tuple[str, Row]:
    act, (cells, _, after) = line[:21].strip(), line[21:].partition("→")
    return act, Row(dict(zip(ROLES, cells.split(), strict=True)), after.strip())
