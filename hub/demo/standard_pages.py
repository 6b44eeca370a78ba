"""Standard pages: what the hub is, how it is edited and reviewed, accessibility, and whom to tell."""

from dataclasses import replace

from hub.demo.content import Standard, dont, emergency, important, inset, subheading, table, text, ul

ABOUT = Standard(
    title="About this hub",
    slug="about",
    lead="This hub explains medicines in plain words. A clinical reviewer approved every word you read.",
    body=(
        important(
            "This is demonstration content",
            "The pages were written to show how the hub works and were signed by demonstration accounts. "
            "They are not medical advice.",
        ),
        text(
            "Each medicine has one page about the substance and one for each form, such as a tablet or an injection. "
            "Study summaries say what was tested, in whom, and how sure one can be.",
        ),
        subheading("Where the facts come from"),
        text(
            "Facts come from product labels, from trial registrations and from published articles. "
            "Each page lists its sources, and each claim names its own. "
            "The labels used here are from the United States. Rules in your country can differ.",
        ),
        emergency(
            "Not for emergencies. Call the emergency services if:",
            "somebody is hard to wake, cannot breathe well, or has taken too much of a medicine",
            "you might harm yourself or somebody else",
        ),
        subheading("Money and advertising"),
        text("There is no advertising. No maker of medicines pays for, writes or sees a page before it is public."),
    ),
)
ABOUT_FIRST = replace(ABOUT, body=ABOUT.body[:5])

EDITORIAL_POLICY = Standard(
    title="Editorial policy",
    slug="editorial-policy",
    lead="How we write, which sources we use, and what we refuse to publish.",
    body=(
        subheading("How we write"),
        text(
            ul(
                "short sentences and everyday words",
                "numbers with what they count, such as 3 in 100 people",
                "doses in figures with full units, as in 50 mg",
                "how often a side effect happens beside the word for it",
            ),
        ),
        subheading("Sources"),
        text(
            "We use product labels first, then trial registrations and published research. "
            "We name the version and the date of a label. We do not use health websites as sources.",
        ),
        subheading("What we refuse"),
        dont(
            "publish a use without saying whether it is licensed, and where",
            "praise a medicine, or leave out its harms",
            "name research without saying which",
            "give advice to one person",
        ),
        subheading("Studies"),
        text(
            "We say how sure one can be, by the method called GRADE, and why. If there is no result, we say so.",
        ),
    ),
)

HOW_WE_REVIEW = Standard(
    title="How we review",
    slug="how-we-review",
    lead="What you read is, word for word, what a clinical reviewer approved. Anybody can check that.",
    body=(
        subheading("The promise"),
        text(
            "Nobody can publish their own words here. An editor writes. "
            "A pharmacist or doctor who wrote none of it reads the whole change and signs with a password. "
            "Only then does the page go public, and only exactly that text.",
        ),
        table(
            "From draft to page",
            ["Step", "Who", "What happens"],
            [
                ["Draft", "Editor", "Writes, and names a source for each claim"],
                ["Submit", "Editor", "Says what changed; from now on nobody can change it"],
                ["Review", "Clinical reviewer", "Compares it with the last approved version"],
                ["Decide", "Clinical reviewer", "Approves and signs, or asks for changes"],
                ["Publish", "The hub", "Puts exactly the approved text online"],
            ],
        ),
        subheading("How you can check"),
        text(
            "Every page names its reviewer, the day of the last review and the number of the version. "
            "Its history shows every approved version and what changed.",
            "An approval is tied to a fingerprint of the text, a long number that changes with every letter. "
            "All decisions stand in one list in which each entry holds the fingerprint of the one before. "
            "A change to an old entry would break the chain.",
            "The last lines of each page lead to the steps by which you can check this yourself.",
        ),
        subheading("When something is wrong"),
        text(
            "A reviewer or an administrator can take a page away at once, and the reason is shown. "
            "This never waits for a review.",
        ),
        inset(
            "A page that has passed its review date stays online and says so at the top.",
        ),
        subheading("What this does not promise"),
        text(
            "Review makes errors rarer. It does not rule them out. "
            "Ask a pharmacist or doctor about your own treatment.",
        ),
    ),
)

ACCESSIBILITY = Standard(
    title="Accessibility and contact",
    slug="accessibility",
    lead="How this site can be used by as many people as possible, and how to report an error.",
    body=(
        text(
            "The site aims at the Web Content Accessibility Guidelines 2.2, level AA. It works with a keyboard, "
            "with a screen reader, on a small screen, in print, in the dark, and without scripts.",
        ),
        subheading("Report an error"),
        text(
            "This is a demonstration, so nobody answers here. "
            "A real hub would name an address, and say how soon it answers.",
        ),
        subheading("Report a side effect"),
        text(
            "Tell your doctor or pharmacist. You can also report it yourself to the medicines authority "
            "of your country.",
        ),
    ),
)

PAGES = (ABOUT, EDITORIAL_POLICY, HOW_WE_REVIEW, ACCESSIBILITY)

# Approved, and public from a day to come.
HOW_TO_CITE = Standard(
    title="How to cite a page",
    slug="how-to-cite",
    lead="Name the page, the version and the day of the last review, so that others find the same text.",
    body=(
        text(
            "Every page shows its version number. Old versions stay readable under their own address, "
            "so a citation stays true when the page changes.",
        ),
    ),
)
