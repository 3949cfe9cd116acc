"""Sheets: tables that people bring along, from Excel or another CRM, read into what a lead takes."""
