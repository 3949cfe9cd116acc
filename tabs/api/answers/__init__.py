"""What the API answers, told once: presenters make it, and the OpenAPI document and the types of the front
end are made from it. Descriptions of fields and bounds that their types do not tell stand beside them."""
