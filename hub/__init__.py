"""The project: settings, addresses, accounts and operations of the drug-information hub."""
