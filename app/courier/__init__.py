"""The courier: delivers what waits in the table of deliveries.

courier = Courier(crm.errands, carry)        # carry sends one delivery, or raises NotCarried
await courier.start()
await courier.keep(tenant_id, delivery)
await courier.close()
"""

from app.courier.courier import Courier, due_answer
from app.courier.trouble import Carry, NotCarried, Trouble

__all__ = ["Carry", "Courier", "NotCarried", "Trouble", "due_answer"]
