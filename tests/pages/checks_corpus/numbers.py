"""Numbers and risk in running text."""

from tests.pages.checks_corpus.cases import Cases

CORPUS = {
    "NUM-01": Cases(
        hits=[
            *("50-100 mg", "1–5 mg", "7-10 days", "50 mg-100 mg a day", "2-8 °C", "10–20% of people", "1-2 tablets"),
            *("1,000-2,000 mg", "0.5 - 1 mg", "every 4—6 hours"),
        ],
        passes=["50 to 100 mg", "2-in-1 pack", "a 12-week trial", "CYP2C19-3", "020-7946", "COVID-19", "50-mg tablet"],
    ),
    "NUM-02": Cases(
        hits=[
            *("14.3% of people", "Nausea affects 10%.", "It helped 7 percent.", "5 per cent had a rash."),
            *("Of those, 0.4% died.", "2 in 10 felt sick. Later, 30% stopped."),
        ],
        passes=[
            *("1 in 7 people", "14% (1 in 7 people) felt sick", "95% CI 1.2 to 3.4", "0.1% cream", "12 of 48 (25%)"),
            "10% solution",
            "26 (14%) stopped",
        ],
    ),
    "NUM-03": Cases(
        hits=[
            *("doubles the risk", "50% lower", "reduce the risk by 20", "twice as likely to relapse", "a twofold rise"),
            *("cuts your chance? It cut the risk in half.", "3 times more common", "halved the rate of relapse"),
        ],
        passes=[
            *("1 in 100 to 2 in 100", "take 2 tablets", "a double-blind trial", "Take it 3 times a day."),
            *("Never take a double dose.", "twice a day", "Do not double the dose.", "5 times"),
        ],
    ),
    "NUM-04": Cases(
        hits=[
            *("It doubles the risk of a stroke.", "Relapse was 50% lower.", "They are twice as likely to relapse."),
            *("It reduced the risk by 20.", "Deaths tripled.", "A threefold rise."),
        ],
        passes=[
            *("It doubles the risk, from 1 in 100 to 2 in 100.", "50% lower: 5 in 100 instead of 10 in 100."),
            *("A double-blind trial.", "Take 2 tablets twice a day.", "Deaths tripled, from 1 to 3 of 100 people."),
            "Twice as likely: 20 out of 100, not 10 out of 100.",
        ],
    ),
    "NUM-05": Cases(
        hits=[
            *("1 in 10 with it and 1 in 20 without.", "2 in 100 against 5 in 1,000.", "3 out of 7 instead of 4 in 9"),
            *("1 in 5 men and 1 in 7 women", "9 in 10 rather than 95 in 100", "1 in 1,000 compared with 1 in 50"),
        ],
        passes=[
            *("5 in 100 with it and 2 in 100 without.", "affects 1 in 100 to 1 in 10 people", "1 in 7 people"),
            *("3 trials in 2019 and 1 in 10 people", "1 in 10 felt sick. 1 in 20 had a rash.", "no numbers"),
        ],
    ),
    "NUM-06": Cases(
        hits=[
            *(
                "seven to ten days",
                "for two weeks",
                "fifty mg",
                "every six hours",
                "Wait three months.",
                "one or two weeks",
            ),
        ],
        passes=[
            *(
                "7 to 10 days",
                "one or two 200 mg tablets",
                "one day you may",
                "twenty people",
                "tense days",
                "two tablets",
            ),
        ],
    ),
    "NUM-08": Cases(
        hits=[
            *(
                "12 of 48 people (30%) stopped",
                "50 of 40 (125%)",
                "3/10 (33%)",
                "p = 1.2",
                "OR 4.5 (95% CI 5.0 to 14.4)",
            ),
            *("95% CI 14.4 to 1.4", "1,000 of 2,000 adults (60%)"),
        ],
        passes=[
            *("12 of 48 people (25%) stopped", "p = 0.03", "OR 4.5 (95% CI 1.4 to 14.4)", "95% CI -2.0 to 1.4"),
            *("1 of 3 (33%)", "1,000 of 2,000 adults (50%)", "phase 2 of 3 (2019)"),
        ],
    ),
}
