"""The structure of a document where WeasyPrint's own is not what PDF/UA-1 asks for, so that it can be heard in order.

ISO 14289-1, 7.1 to 7.4 and 7.18, by the terms of ISO 32000-1, 14.8.4: a picture has words, a list has nothing but
items, an item a label and a body, a link holds its annotation, and no level of headings is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import pydyf

SVG = "{http://www.w3.org/2000/svg}"
HEADING = re.compile(r"/H([1-6])")


def describe_pictures(html: Element) -> None:
    """Give drawings the words of their ``aria-label`` as a title, and take out those that are hidden from hearing."""
    for parent in html.iter():
        for drawing in parent.findall(f"{SVG}svg"):
            if drawing.get("aria-hidden") == "true":
                _take_out(drawing, parent)
            elif words := drawing.get("aria-label"):
                SubElement(drawing, f"{SVG}title").text = words


def _take_out(drawing: Element, parent: Element) -> None:
    before = list(parent).index(drawing)
    if before:
        sibling = parent[before - 1]
        sibling.tail = (sibling.tail or "") + (drawing.tail or "")
    else:
        parent.text = (parent.text or "") + (drawing.tail or "")
    parent.remove(drawing)


def mend(document: object, pdf: pydyf.PDF) -> None:
    """A finisher of WeasyPrint: it changes the tree of ``pdf`` in place, never what is drawn."""
    _Structure(pdf).mend()


class _Structure:
    """The elements below the root, each a dictionary with its kind ``S`` and its kids ``K``.

    A kid is the reference of another element or of an annotation, or the number of marked content.
    """

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        root = self._object(pdf.catalog["StructTreeRoot"])
        self.document = self._object(root["K"][0])
        self.owners: list[Any] = self._object(root["ParentTree"])["Nums"]

    def mend(self) -> None:
        self._mend(self.document)
        self._level_headings()

    def _object(self, reference: bytes) -> Any:
        return self.pdf.objects[int(reference.split()[0])]

    def _kids(self, element: Any) -> Iterator[Any]:
        return (self._object(kid) for kid in element["K"] if isinstance(kid, bytes))

    def _elements(self, element: Any) -> list[Any]:
        return [kid for kid in self._kids(element) if "S" in kid]

    def _mend(self, element: Any) -> None:
        for kid in self._elements(element):
            if kid["S"] == element["S"] and (kid["S"] == "/P" or HEADING.fullmatch(kid["S"])):
                kid["S"] = "/Span"  # a box without a name of its own, which bears its parent's
            self._mend(kid)
        if element["S"] == "/Link":
            self._hold_annotations(element)
        elif element["S"] == "/LI":
            self._give_body(element)
        elif element["S"] == "/L":
            for kid in self._elements(element):
                if kid["S"] not in ("/LI", "/L", "/Caption"):
                    self._make_item(kid)

    def _hold_annotations(self, link: Any) -> None:
        """Each box in a link has an annotation of its own; they are all the link's."""
        for element in self._below(link):
            for kid in [kid for kid in self._kids(element) if kid.get("Type") == "/OBJR"]:
                element["K"].remove(kid.reference)
                link["K"].append(kid.reference)
                owner = self._object(kid["Obj"])["StructParent"]
                self.owners[2 * owner + 1] = link.reference

    def _give_body(self, item: Any) -> None:
        strays = [kid for kid in self._elements(item) if kid["S"] not in ("/Lbl", "/LBody")]
        if not strays:
            return
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(), "P": item.reference})
        if "Pg" in item:
            body["Pg"] = item["Pg"]
        self.pdf.add_object(body)
        for stray in strays:
            stray["P"] = body.reference
            item["K"].remove(stray.reference)
            body["K"].append(stray.reference)
        item["K"].append(body.reference)

    def _make_item(self, group: Any) -> None:
        """A term and what is said of it, which WeasyPrint makes an item each: the first is the label of one item."""
        group["S"] = "/LI"
        for number, item in enumerate(self._elements(group)):
            for body in self._elements(item):
                body["P"] = group.reference
                body["S"] = "/LBody" if number else "/Lbl"
            at = group["K"].index(item.reference)
            group["K"][at : at + 1] = item["K"]

    def _below(self, element: Any) -> Iterator[Any]:
        for kid in self._elements(element):
            yield kid
            yield from self._below(kid)

    def _level_headings(self) -> None:
        """The list of contents, which heads a page on a screen, is not in the document."""
        last = 0
        for element in self._below(self.document):
            if found := HEADING.fullmatch(element["S"]):
                last = min(int(found[1]), last + 1)
                element["S"] = f"/H{last}"
