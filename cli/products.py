"""List the bank's products, check their rules, or say why one does not fit a customer.

./milepost products                  every product with rate, fees and who it is for
./milepost products check            exit status 1 if a rule is unsound; the finding names a situation that shows it
./milepost products why ID --customer 1    why a product is not recommended to a customer
"""

from __future__ import annotations

import argparse
import json

from cli import CannotRun


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("list", "check", "why"), default="list")
    parser.add_argument("product", nargs="?", help="a product's id, for why")
    parser.add_argument("--customer", type=int, help="a customer's number, for why")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace) -> int:
    from advisor import catalogue
    from advisor.rule_check import check
    from advisor.rules import RulesError

    try:
        products = catalogue.current()
    except RulesError as error:
        raise CannotRun(str(error)) from None
    if args.what == "why":
        return _why(args, products)
    if args.what == "check":
        findings = check(products)
        for finding in findings:
            print(finding)
        pairs = sum(len(rule.offer) for rule in products.offers)
        rules = f"{pairs} ways to offer them, {len(products.nevers)} prohibitions"
        verdict = f"{len(findings)} findings" if findings else "sound"
        print(f"{len(products.products)} products, {rules}: {verdict}")
        return 1 if findings else 0
    for product in products.products:
        if args.json:
            print(json.dumps(product.to_dict()))
        else:
            rate = product.rate_text or "no promised rate"
            print(f"{product.name} ({product.id}), {product.type}, {product.risk.lower()} risk")
            print(f"    {product.summary}\n    {rate}; {product.fees_text}; access: {product.access}")
            terms = "; ".join(str(condition) for condition in product.eligible_when.conditions)
            print(f"    for: {terms}\n    not for: {'; '.join(item.say for item in product.not_for)}\n")
    return 0


def _why(args: argparse.Namespace, products: object) -> int:
    from advisor import personas
    from advisor.customers import Customer
    from advisor.products import why_not
    from advisor.situation import situation_of
    from store import customers

    if args.product not in products.by_id or args.customer is None:
        raise CannotRun("why takes a product's id and --customer; `./milepost products` lists ids")
    row = customers.get(args.customer)
    if row is None:
        raise CannotRun(f"there is no customer {args.customer}; `./milepost customers import FILE` loads some")
    customer = Customer.from_dict(row)
    situation = situation_of(customer, None, personas.current().assign(customer))
    found = why_not(products.product(args.product), situation, products)
    for obstacle in found:
        print(f"{obstacle.kind}: {obstacle.text}")
    if not found:
        print("it is among what fits this customer")
    return 0
